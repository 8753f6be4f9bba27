// What the page says by itself, in Chinese and English; what it says of the report comes with it.

const WORDS = {
  search: ["查找标签或数字（/）", "find a label or a figure (/)"],
  found: ["第{at}处，共{count}处", "{at} of {count}"],
  nothing: ["没有找到", "nothing found"],
  doubts: ["存疑 {count} 格", "{count} in doubt"],
  sound: ["没有存疑的格", "no cell is in doubt"],
  findings: ["核对结果", "findings"],
  explanations: ["可能的解释", "explanations"],
  remarks: ["说明", "remarks"],
  none: ["各勾稽关系均成立。", "Every rule that can be asked holds."],
  figures: ["下载数字（CSV）", "figures (CSV)"],
  other: ["English", "中文"],
  help: ["键盘", "keys"],
  close: ["关闭", "close"],
  pages: ["原文", "the file"],
  forms: ["表格", "the forms"],
  printed: ["原文", "printed"],
  value: ["数值", "value"],
  status: ["状态", "status"],
  verdict: ["判断", "verdict"],
  by: ["核实依据", "verified by"],
  against: ["不同意见", "disputed by"],
  reconciled: ["更正后", "reconciled"],
  implied: ["推得", "implied"],
  candidates: ["可能的读法", "readings"],
  use: ["能否使用", "use"],
  where: ["位置", "where"],
  nowhere: ["文件中没有这一格", "not in the file"],
  unfitting: ["此页的图未能摆正，格的位置没有画出。", "This page could not be straightened; its cells are not drawn."],
  certain: ["确定", "certain"],
  tied: ["并列之一", "one of several ties"],
  keyArrows: ["在各格之间移动", "go from cell to cell"],
  keyNext: ["下一处、上一处存疑", "next, previous doubt"],
  keyFind: ["查找；回车到下一处", "find; Enter goes to the next"],
  keyZoom: ["放大、缩小原文", "enlarge, shrink the pages"],
  larger: ["放大原文", "enlarge the pages"],
  smaller: ["缩小原文", "shrink the pages"],
  keyHelp: ["这份说明", "this help"],
  keyEscape: ["放开所选", "let go of what is chosen"],
};
const ORDER = ["zh", "en"];

/** A word of the page in a language, its places filled. */
export function word(language, name, fields = {}) {
  const text = WORDS[name][ORDER.indexOf(language)];
  return text.replace(/\{(\w+)\}/g, (_, field) => String(fields[field]));
}

/** What comes in both languages, in one. */
export function said(language, thing) {
  return thing ? thing[language] : "";
}

"""A simulated nation: its bodies, their figures year by year, and the files they publish.

Names of provinces, their codes (GB/T 2260) and how many prefectures and counties they have are
facts; below them every name and every figure is made. The same seed gives the same nation.
"""

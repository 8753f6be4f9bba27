def fuzz(count, seed, folder): return 0

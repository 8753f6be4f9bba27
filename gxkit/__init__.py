"""gxkit"""

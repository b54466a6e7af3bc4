"""The same pages and the same registration, here and in what an office would pick instead."""

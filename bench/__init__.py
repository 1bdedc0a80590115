"""The benchmarks: what `make bench` runs. They have a server and a database of their own and touch no other."""

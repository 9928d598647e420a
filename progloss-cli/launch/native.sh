# What LibTorch's C libraries are told before Java starts; sourced by the launcher and the benchmarks. Whoever sets one
# of these keeps the choice; other C libraries do not read them.

# A step asks for gigabytes of tensors and gives them back. glibc would return such memory to the system each time and
# have it zeroed again page by page; told to keep it, in large pages and in one arena, a step takes an eighth less time.
if [ -z "${GLIBC_TUNABLES:-}" ]; then
  GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1:glibc.malloc.top_pad=16777216
  GLIBC_TUNABLES=$GLIBC_TUNABLES:glibc.malloc.mmap_threshold=4294967296:glibc.malloc.trim_threshold=4294967296
  export GLIBC_TUNABLES
fi

# LibTorch's OpenMP team waits awake for its next piece of work, for milliseconds. That long, threads of ours that load
# pictures or orthogonalise lack a core. A tenth of that bridges the gaps between the layers of a network as well.
if [ -z "${GOMP_SPINCOUNT:-}" ] && [ -z "${OMP_WAIT_POLICY:-}" ]; then
  GOMP_SPINCOUNT=30000
  export GOMP_SPINCOUNT
fi

// Random numbers, thread counts and the count of live tensors belong to the process, so tests share them.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

using System.Runtime.InteropServices;

namespace Kinora.Tests;

/// <summary>What glibc's allocator knows of this process.</summary>
internal static partial class AllocatedMemory
{
    /// <summary>
    /// Bytes that native code has asked for and not given back. Not resident memory: that also grows with the collector's
    /// heap, with code that the runtime compiles and with holes between blocks, by more than a leak would.
    /// </summary>
    public static long Bytes()
    {
        var state = Mallinfo();
        return (long)(state.InUse + state.Mapped);
    }

    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    private static partial AllocatorState Mallinfo();

    /// <summary>glibc's struct mallinfo2, all of them size_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct AllocatorState
    {
        private readonly nuint arena, freeChunks, fastChunks, mappedBlocks;
        public readonly nuint Mapped;
        private readonly nuint formerlyMost, freeInFastChunks;
        public readonly nuint InUse;
        private readonly nuint free, releasable;
    }
}

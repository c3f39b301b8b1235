using System.Runtime.InteropServices;

namespace Kinora.Torch.Tests.Core;

public sealed partial class RuntimeTests
{
    [Fact]
    public void It_starts_with_the_cores_of_this_process()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("KINORA_THREADS") is null, "KINORA_THREADS is set");
        // A thread of its own: it takes the number that the process began with.
        Assert.InRange(TorchRuntime.Threads, 1, Environment.ProcessorCount);
        Assert.Equal(TorchRuntime.DefaultThreads(), TorchRuntime.Threads);
    }

    [Fact]
    public void Threads_can_be_set()
    {
        var before = TorchRuntime.Threads;
        TorchRuntime.Threads = 1;
        Assert.Equal(1, TorchRuntime.Threads);
        TorchRuntime.Threads = before;
        Assert.Throws<TorchException>(() => TorchRuntime.Threads = 0);
        Assert.True(TorchRuntime.InteropThreads >= 1);
    }

    [Fact]
    public void The_library_knows_its_version() => Assert.Matches(@"^[12]\.\d+\.\d+", TorchRuntime.LibraryVersion);

    [Fact]
    public void OpenBlas_is_told_of_avx512_before_it_is_loaded()
    {
        Assert.SkipUnless(System.Runtime.Intrinsics.X86.Avx512BW.IsSupported, "no AVX-512 here");
        Assert.NotEmpty(TorchRuntime.LibraryVersion);
        // The native environment, which .NET's own does not show.
        Assert.Equal(Environment.GetEnvironmentVariable("OPENBLAS_CORETYPE") ?? "SkylakeX", Marshal.PtrToStringUTF8(NativeEnvironment("OPENBLAS_CORETYPE")));
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint NativeEnvironment(string name);
}

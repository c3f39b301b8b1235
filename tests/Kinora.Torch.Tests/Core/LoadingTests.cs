using System.Reflection;
using System.Runtime.Loader;
using Kinora.Tests;

namespace Kinora.Torch.Tests.Core;

/// <summary>What the environment says before the library is loaded; each test loads it anew, in a copy of the assembly.</summary>
public sealed class LoadingTests
{
    [Fact]
    public void A_missing_libtorch_says_what_to_do()
    {
        using var folder = Places.Temporary();
        var copy = folder.File("libkinora_torch.so");
        var bytes = File.ReadAllBytes(TorchRuntime.LibraryPath);
        var name = bytes.AsSpan().IndexOf("libtorch_cpu.so"u8);
        Assert.True(name > 0);
        "libnothing__.so"u8.CopyTo(bytes.AsSpan(name));
        File.WriteAllBytes(copy, bytes);
        var message = Assert.Throws<TorchException>(() => FirstUse(("KINORA_NATIVE", folder.Path))).Message;
        Assert.StartsWith($"{copy} needs libnothing__.so", message, StringComparison.Ordinal);
        Assert.EndsWith(", which is not on this system: run ./kinora once, which installs it, or set KINORA_LIBTORCH to the folder of a libtorch", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_library_is_named()
    {
        using var folder = Places.Temporary();
        var path = folder.File("libkinora_torch.so");
        File.WriteAllText(path, "no library");
        var message = Assert.Throws<TorchException>(() => FirstUse(("KINORA_NATIVE", folder.Path))).Message;
        Assert.StartsWith($"{path} could not be loaded; run ./kinora once, or set KINORA_LIBTORCH to the folder of a libtorch: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Kinora_native_comes_first_and_the_programs_folder_second()
    {
        using var folder = Places.Temporary();
        Assert.Equal(TorchRuntime.LibraryPath, FirstUse(("KINORA_NATIVE", folder.Path)));
        var copy = folder.File("libkinora_torch.so");
        File.Copy(TorchRuntime.LibraryPath, copy);
        Assert.Equal(copy, FirstUse(("KINORA_NATIVE", folder.Path)));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-2")]
    [InlineData("all")]
    public void Kinora_threads_is_a_number(string threads) => Assert.Equal(
        $"KINORA_THREADS is '{threads}'; a positive number is expected",
        Assert.Throws<TorchException>(() => FirstUse(("KINORA_THREADS", threads))).Message);

    [Fact]
    public void Kinora_threads_sets_the_threads()
    {
        var before = TorchRuntime.Threads;
        FirstUse(("KINORA_THREADS", "3"));
        Assert.Equal(3, TorchRuntime.Threads);
        TorchRuntime.Threads = before;
    }

    /// <summary>The path of the library that a fresh copy of the assembly loads with such an environment.</summary>
    private static string FirstUse(params (string Name, string Value)[] environment)
    {
        var context = new AssemblyLoadContext(nameof(LoadingTests), isCollectible: false);
        var assembly = context.LoadFromAssemblyPath(typeof(TorchRuntime).Assembly.Location);
        var path = assembly.GetType(typeof(TorchRuntime).FullName!)!.GetProperty(nameof(TorchRuntime.LibraryPath))!;
        var before = Array.ConvertAll(environment, v => Environment.GetEnvironmentVariable(v.Name));
        foreach (var (name, value) in environment)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        try
        {
            return (string)path.GetValue(null)!;
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            // The copy's exception is of the copy's type.
            Assert.Equal(typeof(TorchException).FullName, inner.GetType().FullName);
            throw new TorchException(inner.Message, e);
        }
        finally
        {
            for (var i = 0; i < environment.Length; i++)
            {
                Environment.SetEnvironmentVariable(environment[i].Name, before[i]);
            }
        }
    }
}

using System.Runtime.InteropServices;
using Kinora.Tests;
using Kinora.Torch.Serialization;

namespace Kinora.Torch.Tests.Layers;

[CollectionDefinition(nameof(LayerReference))]
public sealed class LayerReferenceCollection : ICollectionFixture<LayerReference>;

/// <summary>What PyTorch gave, from reference/layers.py, run once for all tests with the BLAS kernels that this process uses.</summary>
public sealed partial class LayerReference : IDisposable
{
    private readonly SafeTensorsFile _file;

    public LayerReference()
    {
        _ = TensorScope.LiveTensors; // Loads libtorch, which chooses the kernels.
        var kernels = Marshal.PtrToStringUTF8(GetEnvironment("OPENBLAS_CORETYPE"));
        using var folder = Places.Temporary("layers");
        var script = Path.Combine(Places.Repository, "tests/Kinora.Torch.Tests/Layers/reference/layers.py");
        Places.Run("/usr/bin/env", [.. kernels is null ? Array.Empty<string>() : [$"OPENBLAS_CORETYPE={kernels}"], "/usr/bin/python3", script, folder.File("layers")]);
        _file = SafeTensors.Load(folder.File("layers"));
    }

    /// <summary>Names of parts of a nested module.</summary>
    public IReadOnlyDictionary<string, string> Names => _file.Metadata;

    /// <summary>Names of all cases that PyTorch ran.</summary>
    public IEnumerable<string> Cases => _file.Tensors.Keys.Where(name => name.Contains("/float32/", StringComparison.Ordinal)).Select(name => name.Split('/')[0]).Distinct();

    /// <summary>Names of all initialisers that PyTorch ran.</summary>
    public IEnumerable<string> Initialisers => Below("initialiser/").Keys;

    /// <summary>The tensors whose name begins so, by the rest of their name.</summary>
    public OrderedDictionary<string, Tensor> Below(string prefix)
    {
        var found = new OrderedDictionary<string, Tensor>();
        foreach (var (name, tensor) in _file.Tensors)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                found.Add(name[prefix.Length..], tensor);
            }
        }

        return found;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>libc's, because settings made for native code never reach .NET's own copy of the environment.</summary>
    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint GetEnvironment(string name);
}

using Kinora.Tests;

namespace Kinora.Torch.Tests.Serialization;

/// <summary>The files that reference/make_pth.py writes, made once for all tests of the class.</summary>
public sealed class PthFiles : IDisposable
{
    private readonly TemporaryFolder folder = Places.Temporary("pth");

    public PthFiles() => Places.Python(Path.Combine(Places.Repository, "tests/Kinora.Torch.Tests/Serialization/reference/make_pth.py"), folder.Path);

    public string this[string name] => folder.File(name);

    public void Dispose() => folder.Dispose();
}

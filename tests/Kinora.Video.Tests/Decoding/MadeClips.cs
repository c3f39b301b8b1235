using Kinora.Tests;
using Kinora.Video.Tests.Decoding;

[assembly: AssemblyFixture(typeof(MadeClips))]

namespace Kinora.Video.Tests.Decoding;

/// <summary>The clips that tests/media/make makes, once for all tests.</summary>
public sealed class MadeClips : IDisposable
{
    private readonly TemporaryFolder folder = new("clips");

    public MadeClips() => Places.Run(Path.Combine(Places.Repository, "tests", "media", "make"), folder.Path);

    public string this[string name] => folder.File(name);

    public void Dispose() => folder.Dispose();
}

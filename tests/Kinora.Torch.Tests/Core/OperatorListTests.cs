using System.Text;
using Kinora.Tests;
using Kinora.Torch.Binding;

namespace Kinora.Torch.Tests.Core;

/// <summary>operators.txt against the library's own list.</summary>
public sealed class OperatorListTests
{
    private static string[] Declared { get; } = File.ReadAllLines(Path.Combine(Places.Repository, "src/Kinora.Torch/operators.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .ToArray();

    [Fact]
    public void Every_declared_operator_is_the_librarys()
    {
        Assert.True(Declared.Length > 300);
        Assert.All(Declared, line =>
        {
            nint place = 0;
            Assert.NotEqual(0, Find(ref place, line));
        });
    }

    [Fact]
    public void Every_line_stands_as_the_dispatcher_prints_it()
    {
        // Newer libraries print some schemas differently; the list is kept in the words of Debian's.
        Assert.SkipUnless(TorchRuntime.LibraryVersion.StartsWith("1.13", StringComparison.Ordinal), "another libtorch");
        Assert.Empty(Declared.Except(TorchRuntime.Schemas(), StringComparer.Ordinal));
    }

    private static nint Find(ref nint place, string schema) => Operator.Find(ref place, Encoding.UTF8.GetBytes(schema + "\0"));
}

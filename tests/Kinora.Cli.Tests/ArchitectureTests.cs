using System.Text.RegularExpressions;
using System.Xml.Linq;
using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary>The rooms and the arrows between them are those of docs/architecture.dot.</summary>
public sealed partial class ArchitectureTests
{
    [Fact]
    public void The_projects_references_are_the_arrows_of_the_drawing()
    {
        var drawn = Arrow().Matches(File.ReadAllText(Path.Combine(Places.Repository, "docs/architecture.dot")))
            .Select(match => $"{match.Groups[1].Value} -> {match.Groups[2].Value}")
            .Where(arrow => !arrow.Contains("native_", StringComparison.Ordinal));
        Assert.Equal(drawn.Order(StringComparer.Ordinal), References().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Decoding_and_results_need_no_libtorch()
    {
        foreach (var room in (string[])["Torch", "Video", "Results"])
        {
            Assert.DoesNotContain(References(), arrow => arrow.StartsWith(room + " ->", StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> References() =>
        from project in Directory.EnumerateFiles(Path.Combine(Places.Repository, "src"), "*.csproj", SearchOption.AllDirectories)
        from reference in XDocument.Load(project).Descendants("ProjectReference")
        let target = Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)
        where !target.EndsWith(".Generator", StringComparison.Ordinal)
        select $"{Room(Path.GetFileNameWithoutExtension(project))} -> {Room(target)}";

    private static string Room(string project) => project.Replace("Kinora.", "", StringComparison.Ordinal);

    [GeneratedRegex(@"(\w+) -> (\w+);")]
    private static partial Regex Arrow();
}

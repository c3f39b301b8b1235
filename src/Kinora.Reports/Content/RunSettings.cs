using Kinora.Results;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Kinora.Reports.Content;

/// <summary>One option as the recipe has it.</summary>
public sealed record Setting(string Name, string Value);

/// <summary>The options of one part: data, model, train, run.</summary>
public sealed record SettingGroup(string Name, IReadOnlyList<Setting> Settings);

/// <summary>The recipe of a run, to be read by people.</summary>
/// <param name="Groups">In the order of the file.</param>
public sealed record RunSettings(IReadOnlyList<SettingGroup> Groups)
{
    /// <summary>The value of an option, null where the recipe does not have it or says null.</summary>
    public string? Find(string group, string name) =>
        Groups.FirstOrDefault(one => one.Name == group)?.Settings.FirstOrDefault(one => one.Name == name)?.Value is { } value && value != "null" ? value : null;

    /// <summary>Reads <c>recipe.yaml</c>; null where the run has none.</summary>
    /// <exception cref="ResultsException">The file cannot be read.</exception>
    internal static RunSettings? Load(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var reader = new StreamReader(path);
            var yaml = new YamlStream();
            yaml.Load(reader);
            var root = yaml.Documents is [{ RootNode: YamlMappingNode mapping }] ? mapping : throw new YamlException("expected sections with keys and values");
            return new RunSettings([.. root.Children.Where(pair => pair.Value is YamlMappingNode).Select(pair => new SettingGroup(Text(pair.Key), Settings((YamlMappingNode)pair.Value)))]);
        }
        catch (Exception problem) when (problem is YamlException or IOException or UnauthorizedAccessException)
        {
            throw new ResultsException($"{path} cannot be read: {problem.Message}; training writes it", problem);
        }
    }

    private static IReadOnlyList<Setting> Settings(YamlMappingNode mapping) => [.. mapping.Children.Select(pair => new Setting(Text(pair.Key), Text(pair.Value)))];

    private static string Text(YamlNode node) => node is YamlSequenceNode list ? string.Join(", ", list.Children.Select(Text)) : (node as YamlScalarNode)?.Value ?? "";
}

using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Models;
using Spectre.Console;

namespace Kinora.Cli.Verbs;

/// <summary><c>models</c>: the networks there are.</summary>
internal static class Models
{
    // Parameters depend on the number of classes; this one is Kinetics'.
    private const int Classes = 400;

    public static Verb Verb { get; } = new("models", "list the networks", Run)
    {
        Options = new([OptionRecord.Of<ModelsOptions>("models")]),
        Examples = ["models", "models --json"],
    };

    private static Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        ModelLine[] lines = [.. ModelZoo.All.Select(Describe)];
        if (values.Get<ModelsOptions>().Json)
        {
            terminal.Output.WriteLine(JsonSerializer.Serialize(lines, ModelLineJson.Default.ModelLineArray));
            return Task.FromResult(ExitCode.Done);
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("name", "what", "smallest clip", "parameters", "paper");
        foreach (var line in lines)
        {
            table.AddRow(line.Name, line.Summary, $"{line.MinimumFrames} x {line.MinimumSize} x {line.MinimumSize}", $"{line.Parameters:N0}", line.Paper);
        }

        terminal.Page.Write(table);
        terminal.Output.WriteLine($"Parameters with {Classes} classes. 'kinora train --model NAME --help' shows a network's options.");
        return Task.FromResult(ExitCode.Done);
    }

    private static ModelLine Describe(ModelEntry entry)
    {
        using var model = entry.Build(Classes);
        var limits = entry.Limits();
        return new ModelLine(entry.Name, entry.Summary, entry.Paper, limits.Frames, limits.Size, model.Parameters().Sum(parameter => parameter.ElementCount));
    }
}

/// <summary>What <c>models</c> takes.</summary>
internal sealed record ModelsOptions
{
    [Description("print JSON")]
    public bool Json { get; init; }
}

/// <summary>One network in the JSON of <c>models</c>.</summary>
internal sealed record ModelLine(string Name, string Summary, string Paper, int MinimumFrames, int MinimumSize, long Parameters);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ModelLine[]))]
internal sealed partial class ModelLineJson : JsonSerializerContext;

using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Data.Loading;
using Kinora.Models.Weights;
using Spectre.Console;

namespace Kinora.Cli.Verbs;

/// <summary><c>weights</c>: published weights to begin a training with.</summary>
internal static class Weights
{
    public static Verb Verb { get; } = new("weights", "list published weights to begin a training with", Run)
    {
        Options = new([OptionRecord.Of<WeightsOptions>("weights")]),
        Examples = ["weights", "weights --json"],
    };

    private static Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        WeightsLine[] lines = [.. KnownWeights.All.Select(Describe)];
        if (values.Get<WeightsOptions>().Json)
        {
            terminal.Output.WriteLine(JsonSerializer.Serialize(lines, WeightsLineJson.Default.WeightsLineArray));
            return Task.FromResult(ExitCode.Done);
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("name", "model", "classes of", "licence", "MiB", "here");
        table.Columns[0].NoWrap();
        foreach (var line in lines)
        {
            table.AddRow(line.Name, line.Model, line.Labels, line.Licence, line.Megabytes is { } size ? $"{size:F1}" : "?", line.IsHere ? "yes" : "");
        }

        terminal.Page.Write(table);
        terminal.Output.WriteLine("'kinora weights get NAME' fetches one, 'kinora train DATA --model MODEL --pretrained NAME' begins with it.");
        return Task.FromResult(ExitCode.Done);
    }

    private static WeightsLine Describe(PublishedWeights weights)
    {
        var path = Path.Combine(CacheFolder.Weights, weights.FileName);
        return new WeightsLine(weights.Name, weights.Model, weights.Labels, weights.Licence, weights.Address.AbsoluteUri, weights.Sha256, weights.Bytes, weights.Megabytes, path, File.Exists(path));
    }
}

/// <summary>What <c>weights</c> takes.</summary>
internal sealed record WeightsOptions
{
    [Description("print JSON")]
    public bool Json { get; init; }
}

/// <summary>One file of weights in the JSON of <c>weights</c>.</summary>
internal sealed record WeightsLine(
    string Name, string Model, string Labels, string Licence, string Address, string? Sha256, long? Bytes, double? Megabytes, string Path, bool IsHere);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(WeightsLine[]))]
internal sealed partial class WeightsLineJson : JsonSerializerContext;

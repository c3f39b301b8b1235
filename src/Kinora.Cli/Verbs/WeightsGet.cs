using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Cli.Options;
using Kinora.Cli.Progress;
using Kinora.Cli.Shell;
using Kinora.Data.Loading;
using Kinora.Models.Weights;

namespace Kinora.Cli.Verbs;

/// <summary><c>weights get NAME</c>: fetches published weights.</summary>
internal static class WeightsGet
{
    public static Verb Verb { get; } = new("weights get", "fetch published weights, checked against their checksum", Run)
    {
        Options = new([OptionRecord.Of<WeightsGetOptions>("weights")]),
        Positionals = ["names"],
        Examples = ["weights get r3d_18_kinetics400", "weights get resnet18_imagenet mobilenet_v2_imagenet"],
    };

    private static async Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        PublishedWeights[] wanted = [.. Named(values.Get<WeightsGetOptions>().Names)];
        using var client = new HttpClient();
        client.DefaultRequestHeaders.UserAgent.ParseAdd($"Kinora/{Application.Version}");
        var download = new Download(client);
        foreach (var weights in wanted)
        {
            var path = Path.Combine(CacheFolder.Weights, weights.FileName);
            using (var screen = new DownloadScreen(terminal, weights.Name))
            {
                var isNew = await download.Get(weights.Address, path, weights.Bytes, weights.Sha256, screen, cancelled).ConfigureAwait(false);
                screen.Done(isNew ? $"fetched{(weights.Sha256 is null ? ", no checksum is published to compare" : ", checksum right")}" : "is here already");
            }

            terminal.Output.WriteLine(path);
        }

        return ExitCode.Done;
    }

    private static IEnumerable<PublishedWeights> Named(IReadOnlyList<string> names)
    {
        var unknown = names.Where(name => KnownWeights.Find(name) is null).Select(name =>
        {
            var near = NearestName.Find(name, KnownWeights.All.Select(weights => weights.Name));
            return $"no weights are called {name}; {(near is null ? "kinora weights lists them" : $"did you mean {near}?")}";
        }).ToArray();
        return unknown.Length == 0 ? names.Select(name => KnownWeights.Find(name)!) : throw new OptionsException(unknown);
    }
}

/// <summary>What <c>weights get</c> takes.</summary>
internal sealed record WeightsGetOptions
{
    [Required]
    [Display(Prompt = "NAME …")]
    [Length(1, int.MaxValue)]
    [Description("which weights, by the names that 'kinora weights' lists")]
    public IReadOnlyList<string> Names { get; init; } = [];
}

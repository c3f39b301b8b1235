using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Cli.Options;
using Kinora.Cli.Progress;
using Kinora.Cli.Shell;
using Kinora.Data;
using Kinora.Data.Loading;
using Kinora.Training;

namespace Kinora.Cli.Verbs;

/// <summary><c>data cache DATA</c>: decodes every clip once, as <c>train</c> with the same options will ask for it.</summary>
internal static class DataCache
{
    public static Verb Verb { get; } = new("data cache", "decode every clip once and keep it on disk, as train with the same options will want it", Run)
    {
        Options = new(
            [OptionRecord.Of<DataCacheOptions>("cache"), OptionRecord.Of<TrainingOptions>("train")],
            ModelChoice.Of("model"))
        {
            Basis = PretrainedBasis.Of("pretrained"),
        },
        Positionals = ["data"],
        TakesRecipe = true,
        Examples = ["data cache clips/", "data cache clips/ recipes/hmdb51-notebook.yaml --disk-cache-mb 100000", "data cache clips/ --clear"],
    };

    private static Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var options = values.Get<TrainingOptions>();
        if (options.DiskCacheMb == 0)
        {
            throw new OptionsException(["--disk-cache-mb is 0, which keeps nothing; give the cache some room"]);
        }

        var data = DataSets.Open(values.Get<DataCacheOptions>().Data, options.Format).Videos();
        foreach (var notice in data.Notices)
        {
            terminal.Notices.WriteLine($"kinora data cache: {notice}");
        }

        var cache = ClipCache.Open((long)options.DiskCacheMb << 20);
        if (values.Get<DataCacheOptions>().Clear)
        {
            cache.Clear();
        }

        var clips = options.ToSource(data, cache);
        var skipped = new List<ClipProblem>();
        var left = new List<string>();
        using (var screen = new CountScreen(terminal, "decoded", "clips"))
        {
            foreach (var (done, (sample, isKept, failure)) in clips.Keep([.. Enumerable.Range(0, data.Samples.Count)], options.ToPreprocessing(), cancelled).Index())
            {
                screen.Report((done + 1, data.Samples.Count));
                if (failure is not null)
                {
                    skipped.Add(new ClipProblem(sample, failure));
                }
                else if (!isKept)
                {
                    left.Add(sample.Name);
                }
            }
        }

        clips.Index.Save();
        foreach (var notice in clips.Notices)
        {
            terminal.Notices.WriteLine($"kinora data cache: {notice}");
        }

        if (left.Count > 0)
        {
            terminal.Notices.WriteLine($"kinora data cache: {left.Count} of {data.Samples.Count} clips are not kept, because they are too large for the cache's room or shorter than their headers say: {string.Join(", ", left)}");
        }

        if (skipped.Count > 0)
        {
            terminal.Notices.WriteLine($"kinora data cache: {ClipProblem.Skipped(skipped, data.Samples.Count)}");
        }

        terminal.Output.WriteLine(
            $"{cache.Kept} clips decoded, {data.Samples.Count - cache.Kept - left.Count - skipped.Count} there already; the cache holds {cache.Used / (1024.0 * 1024):F1} of {options.DiskCacheMb} MiB");
        return Task.FromResult(skipped.Count > 0 ? ExitCode.SomeFailed : ExitCode.Done);
    }
}

/// <summary>What <c>data cache</c> takes beside what <c>train</c> takes.</summary>
internal sealed record DataCacheOptions
{
    [Category("data")]
    [Required]
    [Display(Prompt = "DATA")]
    [Description("folder of labelled clips (a folder per class, or another layout), or a CSV file that lists them")]
    public string Data { get; init; } = "";

    [Description("remove everything that the cache holds first, of all data sets")]
    public bool Clear { get; init; }
}

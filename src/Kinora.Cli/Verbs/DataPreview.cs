using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Data;
using Kinora.Data.Loading;
using Kinora.Data.Splitting;
using Kinora.Models;
using Kinora.Models.Weights;
using Kinora.Reports.Previews;
using Kinora.Results;
using Kinora.Training;
using Kinora.Training.Folds;
using Kinora.Video;
using Kinora.Video.Drawing;
using Kinora.Video.Scaling;

namespace Kinora.Cli.Verbs;

/// <summary><c>data preview DATA</c>: random clips of a data set as one picture or page.</summary>
internal static class DataPreview
{
    private const int MostByDefault = 50;

    // What divides, samples, scales and augments; epochs and optimizers show nothing.
    private static readonly string[] WhatShows = ["frames", "stride", "sampling", "size", "geometry", "resized", "filter", "colour", "augment", "pretrained"];
    private static readonly string[] WhatChooses = ["format", "seed", "split", "validation", "inner_validation", "subset", "views"];

    public static Verb Verb { get; } = new("data preview", "draw random clips of a data set, as they are or as a network sees them, as one picture or page", Run)
    {
        Options = new([OptionRecord.Of<DataPreviewOptions>("preview"), OptionRecord.Of<TrainingOptions>("data", option => WhatShows.Contains(option.Key) || WhatChooses.Contains(option.Key))])
        {
            Basis = PretrainedBasis.Of("pretrained"),
            RecipesOf = Train.Verb.Options,
        },
        Positionals = ["data"],
        TakesRecipe = true,
        Examples =
        [
            "data preview clips/",
            "data preview clips/ --clips 20 --seed 7 --out clips.jpg",
            "data preview clips/ --as-trained --draws 3 --size 112 112 --out seen.html",
            "data preview clips/ recipes/hmdb51-notebook.yaml --as-trained",
            "data preview clips/ --as-evaluated runs/mine",
            "data preview clips/ --flow wheel --out flow.html",
        ],
    };

    private static async Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var (options, training) = (values.Get<DataPreviewOptions>(), values.Get<TrainingOptions>());
        OutFile.CheckFolderOf(options.Out);
        CheckTogether(options, training);
        var data = DataSets.Open(options.Data, training.Format).Videos();
        Tell(data.Notices);
        if (!options.AsTrained && WhatShows.Where(values.IsGiven).ToArray() is { Length: > 0 } unused)
        {
            Tell([$"{string.Join(", ", unused)}: shown with --as-trained only"]);
        }

        var clips = new ClipSource(data, cacheBytes: 0, workers: 1, training.Seed);
        var rows = options.Flow is { } look ? new PreviewFlow(RowsOf(values, clips), look, options.Side) : RowsOf(values, clips);
        var shown = options.AsTrained ? TrainingSide(data, training) : data;
        var (opened, skipped, inPart) = (0, new List<ClipProblem>(), new List<ClipProblem>());
        var classes = data.ClipsPerLabel().Count(count => count > 0);
        PreviewClip[] found = [.. RandomClips.Look(shown, options.Clips ?? Math.Min(classes, MostByDefault), training.Seed, Look)];
        if (found.Length == 0)
        {
            throw new DataException($"none of the clips can be read: {ClipProblem.Skipped(skipped, opened)}");
        }

        SheetRow[] sheet = [.. found.SelectMany(clip => clip.Rows)];
        var ofClasses = found.Select(clip => clip.Rows[0].Title).Distinct(StringComparer.Ordinal).Count();
        var words = $"{found.Length} of {data.Samples.Count} clips, {ofClasses} of {classes} classes, seed {training.Seed}{(rows.Words is { } how ? $"; {how}" : "")}";
        var isPage = OutFile.IsPage(options.Out);
        await Save(options.Out, Path.GetFileName(Path.TrimEndingDirectorySeparator(data.Root)), words, sheet, rows.Columns).ConfigureAwait(false);
        terminal.Output.WriteLine($"{(isPage ? "page" : "picture")}: {options.Out} ({words})");
        Tell(inPart.Count > 0 ? [ClipProblem.ReadInPart(inPart, opened)] : []);
        Tell(skipped.Count > 0 ? [ClipProblem.Skipped(skipped, opened)] : []);
        var respelt = sheet.Count(row => PlainText.Of(row.Title + row.Name) != row.Title + row.Name);
        Tell(respelt > 0 && !isPage ? [$"the picture's letters are ASCII; {respelt} of {sheet.Length} titles lost marks, or have ? for other characters"] : []);
        return skipped.Count > 0 ? ExitCode.SomeFailed : ExitCode.Done;

        PreviewClip? Look(Sample sample)
        {
            cancelled.ThrowIfCancellationRequested();
            opened++;
            try
            {
                var clip = rows.Of(sample, data.Labels[sample.Label]);
                if (clip.Warning is { } warning)
                {
                    inPart.Add(new ClipProblem(sample, warning));
                }

                return clip;
            }
            catch (VideoException e)
            {
                skipped.Add(new ClipProblem(sample, e.Message));
                return null;
            }
        }

        // The clips that train, as train divides them; all where they cannot be divided.
        DataSet TrainingSide(DataSet whole, TrainingOptions by)
        {
            try
            {
                var fold = FoldPlanner.Plan(whole, by).Folds[0];
                return whole with { Samples = [.. fold.Train.Select(i => whole.Samples[i])], Splits = null };
            }
            catch (DataException e)
            {
                Tell([$"clips are taken from all of the data: {e.Message}"]);
                return whole;
            }
        }

        void Tell(IEnumerable<string> lines)
        {
            foreach (var line in lines)
            {
                terminal.Notices.WriteLine($"kinora data preview: {line}");
            }
        }
    }

    private static PreviewRows RowsOf(OptionValues values, ClipSource clips)
    {
        var (options, training) = (values.Get<DataPreviewOptions>(), values.Get<TrainingOptions>());
        if (options.AsTrained)
        {
            return new PreviewRows.AsTrained(clips, training, options.Draws, options.Side);
        }

        if (options.AsEvaluated is not { } named)
        {
            return new PreviewRows.Plain(options.Side);
        }

        var preprocessing = PretrainedSource.Find(RunFolder.CheckpointOf(named), CacheFolder.Weights).Preprocessing()
            ?? throw new ModelException($"{named} does not say how it sees videos; give a run or a checkpoint that train wrote");
        return new PreviewRows.AsEvaluated(clips, preprocessing, values.IsGiven("views") ? training.Views : preprocessing.Views, options.Side);
    }

    private static async Task Save(string path, string name, string words, IReadOnlyList<SheetRow> rows, int columns)
    {
        if (OutFile.IsPage(path))
        {
            await PreviewFile.WriteAsync(path, name, words, rows).ConfigureAwait(false);
            return;
        }

        var side = rows.Max(row => Math.Max(row.Frames.Height, row.Frames.Width));
        new ContactSheet(columns, side).Draw($"{name}: {words}", rows).Save(path);
    }

    private static void CheckTogether(DataPreviewOptions options, TrainingOptions training)
    {
        if (!options.AsTrained)
        {
            return;
        }

        if (options.Flow is not null && training.Colour.IsFlow())
        {
            throw new OptionsException(["--flow draws flow below pictures, but --colour shows flow already; leave one of them out"]);
        }

        try
        {
            _ = training.ToPreprocessing();
            _ = training.ToAugmentations();
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new OptionsException([e.Message]);
        }
    }
}

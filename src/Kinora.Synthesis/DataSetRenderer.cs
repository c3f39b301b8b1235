using System.Runtime.ExceptionServices;
using Kinora.Synthesis.Rendering;
using Kinora.Synthesis.Scenes;
using Kinora.Video;
using Kinora.Video.Writing;

namespace Kinora.Synthesis;

/// <summary>
/// Renders a set of videos of made-up people who walk, jog, run, box, wave and clap, to try a recogniser without anybody's film:
/// a folder per action, and a file that names the person in each clip.
/// </summary>
public static class DataSetRenderer
{
    /// <summary>Renders a set.</summary>
    /// <param name="folder">Made where it is not there; an earlier rendered set in it is replaced.</param>
    /// <param name="options">What to render.</param>
    /// <param name="progress">Told of every clip, one at a time; may be null.</param>
    /// <param name="cancellation">Stops between frames; clips that are whole stay.</param>
    /// <returns>Number of clips written.</returns>
    /// <exception cref="SynthesisException">An option is none, or the folder holds something else.</exception>
    /// <exception cref="VideoException">A clip cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static int Render(string folder, RenderOptions options, IProgress<RenderProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(options);
        var clips = Clips(options);
        var place = RenderedFolder.Take(folder);
        var done = 0;
        var told = new Lock();
        var workers = options.Workers > 0 ? options.Workers : Environment.ProcessorCount;
        try
        {
            Parallel.ForEach(clips, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation }, clip =>
            {
                Render(clip, place.PathOf(clip), options, cancellation);
                lock (told)
                {
                    progress?.Report(new RenderProgress(++done, clips.Count));
                }
            });
        }
        catch (AggregateException several)
        {
            // One reason is enough: a full disk stops every worker.
            ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
        }

        place.Finish(clips);
        return clips.Count;
    }

    /// <summary>The clips of a set, in the order of actions, persons and takes.</summary>
    /// <exception cref="SynthesisException">An option is none.</exception>
    internal static IReadOnlyList<ClipName> Clips(RenderOptions options)
    {
        Check(options);
        var actions = options.Actions.Count == 0 ? RenderOptions.AllActions : options.Actions;
        return
        [
            .. from action in actions.Distinct(StringComparer.Ordinal)
               from person in Enumerable.Range(1, options.Persons)
               from take in Enumerable.Range(1, options.Takes)
               select new ClipName(action, person, take),
        ];
    }

    private static void Check(RenderOptions options)
    {
        Demand(options.Persons >= 1 && options.Takes >= 1, $"{options.Persons} persons with {options.Takes} takes each; expected at least one of both");
        Demand(options.Seconds is > 0 and <= 3600, $"clips of {options.Seconds} seconds; expected more than 0, 3600 at most");
        Demand(options.FrameRate is >= 0.001 and <= 1000, $"{options.FrameRate} frames a second; expected 0.001 to 1000");
        Demand(
            options.Size is { Height: >= 16 and <= 4096, Width: >= 16 and <= 4096 } && options.Size.Height % 2 == 0 && options.Size.Width % 2 == 0,
            $"frames of {options.Size.Height}x{options.Size.Width} (height x width); expected even numbers from 16 to 4096");
        foreach (var action in options.Actions)
        {
            Demand(RenderOptions.AllActions.Contains(action), $"no action is called '{action}'; expected {string.Join(", ", RenderOptions.AllActions)}");
        }
    }

    private static void Demand(bool isMet, string otherwise)
    {
        if (!isMet)
        {
            throw new SynthesisException(otherwise);
        }
    }

    private static void Render(ClipName clip, string path, RenderOptions options, CancellationToken cancellation)
    {
        var scene = Scene.Of(options.Seed, clip, options.Size, (float)options.Seconds);
        var renderer = new ClipRenderer(scene, options.FrameRate);
        var frame = new byte[options.Size.Height * options.Size.Width * 3];
        using var writer = VideoWriter.Create(path, options.Size, FrameRate.Of(options.FrameRate), crf: 20, preset: "veryfast");
        for (var t = 0; t < options.FrameCount; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            renderer.Render(t, frame);
            writer.Write(frame);
        }

        writer.Finish();
    }
}

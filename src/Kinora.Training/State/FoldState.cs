using System.Diagnostics;
using Kinora.Data;
using Kinora.Results;
using Kinora.Torch;
using Kinora.Training.Folds;

namespace Kinora.Training.State;

/// <summary>The file from which a fold that was cut off goes on: <c>checkpoints/state.safetensors</c>.</summary>
internal sealed class FoldState
{
    // Writing may take this part of the time: a large network with short epochs is not written after each of them.
    private const double Share = 0.05;

    private readonly string path;
    private readonly string division;
    private readonly string files;
    private readonly TimeSpan interval;
    private readonly Func<IReadOnlyList<SkippedFile>> skipped;
    private readonly ITrainingObserver observer;
    private readonly Stopwatch sinceSaved = Stopwatch.StartNew();
    private TimeSpan writing;
    private TrainingState? found;

    private FoldState(string path, DataSet data, TrainingFold fold, TimeSpan interval, Func<IReadOnlyList<SkippedFile>> skipped, ITrainingObserver observer)
    {
        (this.path, this.interval, this.skipped, this.observer) = (path, interval, skipped, observer);
        (division, files) = (ClipDigest.OfDivision(data, fold), ClipDigest.OfFiles(data));
    }

    /// <summary>Whether the fold is trained and measured already.</summary>
    public bool IsFinished => found is { IsFinished: true };

    /// <summary>Seconds that the fold took before this process.</summary>
    public double Seconds => found?.Seconds ?? 0;

    /// <summary>Bytes of the log that tell of what is done; 0 where nothing is.</summary>
    public long LogBytes => found?.LogBytes ?? 0;

    /// <summary>Clips that could not be read, before this process and in it: each once.</summary>
    public IReadOnlyList<SkippedFile> Skipped => [.. (found?.Skipped ?? []).Concat(skipped()).DistinctBy(file => file.File)];

    /// <summary>Whether it is time to write at the end of an epoch.</summary>
    public bool IsDue => IsLate || sinceSaved.Elapsed * Share > writing;

    /// <summary>Whether so much would be lost that it is time to write within an epoch.</summary>
    public bool IsLate => sinceSaved.Elapsed > interval;

    /// <summary>Finds out where a fold stands; nothing of it is there where the run is new.</summary>
    /// <param name="folder">The fold's folder.</param>
    /// <param name="data">The clips.</param>
    /// <param name="fold">Which of them.</param>
    /// <param name="interval">How much may be lost within an epoch.</param>
    /// <param name="skipped">Gives the clips that could not be read in this process.</param>
    /// <param name="observer">Hears what the user should know.</param>
    /// <exception cref="TrainingException">The file is no state, or one of other clips.</exception>
    public static FoldState Open(RunFolder folder, DataSet data, TrainingFold fold, TimeSpan interval, Func<IReadOnlyList<SkippedFile>> skipped, ITrainingObserver observer)
    {
        var state = new FoldState(Path.Combine(folder.Checkpoints, "state.safetensors"), data, fold, interval, skipped, observer);
        foreach (var cutOff in Directory.GetFiles(folder.Checkpoints, ".*.tmp"))
        {
            File.Delete(cutOff);
        }

        if (TrainingState.Load(state.path) is { } saved)
        {
            using var tensors = saved.Tensors;
            state.found = state.Check(saved.State, data);
        }

        return state;
    }

    /// <summary>Puts network, optimiser and random numbers back to where they were; leaves them where there is nothing to go on from.</summary>
    public TrainingState Resume(TrainingTensors tensors)
    {
        if (found is null)
        {
            return new TrainingState { Clips = division, Files = files, Threads = TorchRuntime.Threads };
        }

        if (TrainingState.Load(path) is not { } saved)
        {
            throw new TrainingException($"{path} is gone; start the run anew");
        }

        using var file = saved.Tensors;
        tensors.Put(file.Tensors);
        observer.Notice($"goes on in epoch {found.Epoch + 1}, after {found.Batches} batches of it");
        return found;
    }

    /// <summary>Writes where the fold stands; whole or not at all.</summary>
    public void Save(TrainingState now, TrainingTensors tensors)
    {
        var clock = Stopwatch.StartNew();
        using var scope = new TensorScope();
        (now with { Skipped = Skipped }).Save(path, tensors.Take());
        writing = clock.Elapsed;
        sinceSaved.Restart();
    }

    /// <summary>Notes that the fold is trained and measured; the tensors are needed no longer.</summary>
    public void Finish(double seconds, long logBytes)
    {
        found = new TrainingState { Clips = division, Files = files, Threads = TorchRuntime.Threads, IsFinished = true, Seconds = seconds, LogBytes = logBytes, Skipped = Skipped };
        found.Save(path, new Dictionary<string, Tensor>(StringComparer.Ordinal));
    }

    private TrainingState Check(TrainingState state, DataSet data)
    {
        if (state.Clips != division)
        {
            throw new TrainingException($"{data.Root} does not hold the clips that the run began with, or divides them otherwise ({path}); bring them back, or start the run anew");
        }

        if (state.Files != files)
        {
            observer.Notice($"files of {data.Root} were changed since the run began: it goes on, but not to the numbers of a run without a break");
        }

        if (state.Threads != TorchRuntime.Threads)
        {
            observer.Notice($"the run began with --threads {state.Threads}, now there are {TorchRuntime.Threads}: sums are rounded otherwise, so it does not end with the numbers of a run without a break");
        }

        return state;
    }
}

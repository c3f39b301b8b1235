using System.Text.Json;
using Kinora.Results;
using Kinora.Torch;
using Kinora.Torch.Serialization;
using Kinora.Training.Engine;

namespace Kinora.Training.State;

/// <summary>Where the training of a fold stands, between two steps: with the tensors beside it, all that decides how it goes on.</summary>
internal sealed record TrainingState
{
    /// <summary>The layout of the file; another one is refused.</summary>
    public const int Format = 1;

    /// <summary>What the clips were when the run began: a digest of names, classes and division.</summary>
    public required string Clips { get; init; }

    /// <summary>A digest of sizes and times of the clips' files.</summary>
    public required string Files { get; init; }

    /// <summary>Threads of the numeric library; another number adds up in another order.</summary>
    public required int Threads { get; init; }

    /// <summary>Whether the fold is trained and measured; then there are no tensors.</summary>
    public bool IsFinished { get; init; }

    /// <summary>The epoch that is being trained, from 0.</summary>
    public int Epoch { get; init; }

    /// <summary>Clips of it that are used up: where the loader goes on.</summary>
    public int Position { get; init; }

    /// <summary>Batches of it that are used up.</summary>
    public int Batches { get; init; }

    /// <summary>Sum of the losses of its clips so far.</summary>
    public double Loss { get; init; }

    /// <summary>How many of them were told right.</summary>
    public int Right { get; init; }

    /// <summary>How many there were.</summary>
    public int Seen { get; init; }

    /// <summary>Seconds that the epoch took so far.</summary>
    public double EpochSeconds { get; init; }

    /// <summary>Seconds that the fold took so far.</summary>
    public double Seconds { get; init; }

    /// <summary>The loss that the schedule may ask for, of each epoch that is done.</summary>
    public IReadOnlyList<double> Losses { get; init; } = [];

    /// <summary>The best epochs so far, best first.</summary>
    public IReadOnlyList<EpochScore> Best { get; init; } = [];

    /// <summary>Into how many parts a batch is cut.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>Clips that could not be read so far: name and reason.</summary>
    public IReadOnlyList<SkippedFile> Skipped { get; init; } = [];

    /// <summary>Bytes of the log that tell of what is done; what follows is told again.</summary>
    public long LogBytes { get; init; }

    /// <summary>Writes state and tensors, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Everything that is trained or remembered, by name.</param>
    /// <exception cref="ResultsException">The file cannot be written.</exception>
    public void Save(string path, IReadOnlyDictionary<string, Tensor> tensors) =>
        SafeTensors.Save(path, tensors, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["kinora.state"] = Format.ToString(),
            ["kinora.progress"] = JsonSerializer.Serialize(this),
        });

    /// <summary>Reads what <see cref="Save"/> wrote; null where there is no such file.</summary>
    /// <exception cref="TrainingException">It is no such file.</exception>
    public static (TrainingState State, SafeTensorsFile Tensors)? Load(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var file = SafeTensors.Load(path);
        try
        {
            if (file.Metadata.GetValueOrDefault("kinora.state") != Format.ToString())
            {
                throw new TrainingException($"{path} is no state of a training that this version can go on from (found '{file.Metadata.GetValueOrDefault("kinora.state", "nothing")}', expected '{Format}'); start the run anew");
            }

            return (JsonSerializer.Deserialize<TrainingState>(file.Metadata["kinora.progress"])!, file);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            file.Dispose();
            throw new TrainingException($"{path} is damaged: {e.Message}; start the run anew");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}

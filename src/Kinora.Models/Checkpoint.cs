using System.Text.Json;
using Kinora.Torch;
using Kinora.Torch.Initializers;
using Kinora.Torch.Serialization;

namespace Kinora.Models;

/// <summary>
/// A trained network with all that is needed to use it: a safetensors file whose metadata names the model, its options,
/// the labels and the preprocessing. Written atomically; read back to the same logits.
/// </summary>
public sealed class Checkpoint : IDisposable
{
    /// <summary>The layout of the metadata; a file with another number is refused.</summary>
    public const int Format = 1;

    private Checkpoint(ModelEntry entry, object options, VideoModel model, IReadOnlyList<string> labels, Preprocessing preprocessing, string recipe, string path)
    {
        Entry = entry;
        Options = options;
        Model = model;
        Labels = labels;
        Preprocessing = preprocessing;
        Recipe = recipe;
        Path = path;
    }

    /// <summary>Which network it is.</summary>
    public ModelEntry Entry { get; }

    /// <summary>The network's options.</summary>
    public object Options { get; }

    /// <summary>The network, in evaluation mode; owned by the checkpoint.</summary>
    public VideoModel Model { get; }

    /// <summary>Class names in the order of the logits.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>How a video becomes the network's input.</summary>
    public Preprocessing Preprocessing { get; }

    /// <summary>The recipe it was trained with, as JSON; empty if unknown.</summary>
    public string Recipe { get; }

    /// <summary>The file it was read from.</summary>
    public string Path { get; }

    /// <summary>Writes a checkpoint; the file appears whole or not at all.</summary>
    /// <param name="path">The file, usually <c>best.kinora</c> or <c>last.kinora</c>.</param>
    /// <param name="entry">Which network it is.</param>
    /// <param name="options">The network's options.</param>
    /// <param name="model">The network.</param>
    /// <param name="labels">Class names in the order of the logits.</param>
    /// <param name="preprocessing">How a video becomes the network's input.</param>
    /// <param name="recipe">The recipe as JSON.</param>
    /// <param name="audit">What is known against the score's honesty, as JSON.</param>
    public static void Save(
        string path,
        ModelEntry entry,
        object options,
        VideoModel model,
        IReadOnlyList<string> labels,
        Preprocessing preprocessing,
        string recipe = "{}",
        string audit = "{}")
    {
        using var scope = new TensorScope();
        SafeTensors.Save(path, model.StateDict(), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["kinora.format"] = Format.ToString(),
            ["kinora.model"] = JsonSerializer.Serialize(entry.Name, CheckpointJson.Options),
            ["kinora.options"] = entry.WriteOptions(options),
            ["kinora.channels"] = JsonSerializer.Serialize(model.Channels),
            ["kinora.labels"] = JsonSerializer.Serialize(labels, CheckpointJson.Options),
            ["kinora.preprocessing"] = JsonSerializer.Serialize(preprocessing, CheckpointJson.Options),
            ["kinora.recipe"] = recipe,
            ["kinora.audit"] = audit,
        });
    }

    /// <summary>Reads a checkpoint and builds its network.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">Where the network shall be; the CPU by default.</param>
    /// <exception cref="ModelException">The file is a safetensors file but no checkpoint of Kinora, or of another format.</exception>
    /// <exception cref="WeightsException">The file is no safetensors file, or is damaged.</exception>
    public static Checkpoint Load(string path, Device? device = null)
    {
        var header = SafeTensors.ReadHeader(path);
        var metadata = header.Metadata;
        // After the header is read: the system's loader lets nobody else look up a function while it loads a library.
        TorchRuntime.BeginLoading(device is { Type: not DeviceType.Cpu } ? 0 : header.Entries.Sum(entry => entry.ByteCount));
        if (!metadata.TryGetValue("kinora.format", out var format))
        {
            throw new ModelException($"{path} holds weights but is no checkpoint of Kinora: its metadata has no 'kinora.format'; give a file that 'kinora train' wrote");
        }

        if (format != Format.ToString())
        {
            throw new ModelException($"{path} has checkpoint format {format}, this program reads format {Format}; use the version of Kinora that wrote it, or a newer one");
        }

        var entry = ModelZoo.Find(Read<string>(path, metadata, "kinora.model"));
        var options = entry.ReadOptions(Text(path, metadata, "kinora.options"));
        var labels = Read<string[]>(path, metadata, "kinora.labels");
        var preprocessing = Read<Preprocessing>(path, metadata, "kinora.preprocessing");
        VideoModel model;
        using (Initialize.Skip())
        {
            model = entry.Build(labels.Length, options, metadata.ContainsKey("kinora.channels") ? Read<int>(path, metadata, "kinora.channels") : preprocessing.Channels);
        }

        try
        {
            model.LoadStateDict(path);
            model.Eval();
            if (device is { } place)
            {
                model.To(place);
            }
        }
        catch (Exception e) when (e is WeightsException or TorchException)
        {
            model.Dispose();
            throw new ModelException($"{path} does not fit the network {entry.Name} it names: {e.Message}", e);
        }

        return new Checkpoint(entry, options, model, labels, preprocessing, metadata.GetValueOrDefault("kinora.recipe", ""), path);
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();

    /// <summary>The preprocessing in the metadata of a safetensors file; null where it has none.</summary>
    internal static Preprocessing? ReadPreprocessing(string path, IReadOnlyDictionary<string, string> metadata) =>
        metadata.ContainsKey("kinora.preprocessing") ? Read<Preprocessing>(path, metadata, "kinora.preprocessing") : null;

    private static T Read<T>(string path, IReadOnlyDictionary<string, string> metadata, string key)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Text(path, metadata, key), CheckpointJson.Options)
                ?? throw new ModelException($"{path}: '{key}' is null");
        }
        catch (JsonException e)
        {
            throw new ModelException($"{path}: '{key}' cannot be read: {e.Message}", e);
        }
    }

    private static string Text(string path, IReadOnlyDictionary<string, string> metadata, string key) =>
        metadata.TryGetValue(key, out var text) ? text : throw new ModelException($"{path} is damaged: its metadata has no '{key}'");
}

using System.Text.Json;
using Kinora.Torch.Initializers;

namespace Kinora.Models;

/// <summary>What is known of a network before it is built: its line in <see cref="ModelZoo"/>.</summary>
public sealed class ModelEntry
{
    private readonly Func<object, InputLimits> limits;
    private readonly Func<object, int, int, VideoModel> build;

    private ModelEntry(string name, string summary, string paper, ModelInput input, string? reference, object defaults, Func<object, InputLimits> limits, Func<object, int, int, VideoModel> build)
    {
        Name = name;
        Summary = summary;
        Paper = paper;
        Input = input;
        Reference = reference;
        Defaults = defaults;
        this.limits = limits;
        this.build = build;
    }

    /// <summary>The name used on command lines and in checkpoints.</summary>
    public string Name { get; }

    /// <summary>One line on what it is.</summary>
    public string Summary { get; }

    /// <summary>The address of its paper.</summary>
    public string Paper { get; }

    /// <summary>The clip it was made for.</summary>
    public ModelInput Input { get; }

    /// <summary>The program that a test compares it with; null where there is no such test.</summary>
    public string? Reference { get; }

    /// <summary>Its options record with this entry's defaults.</summary>
    public object Defaults { get; }

    /// <summary>A copy of <see cref="Defaults"/>, for whoever fills in what the user chose.</summary>
    public object CopyDefaults() => ReadOptions(WriteOptions(Defaults));

    /// <summary>Describes a network.</summary>
    /// <typeparam name="TOptions">Its options record.</typeparam>
    /// <param name="name">The name used on command lines and in checkpoints.</param>
    /// <param name="summary">One line on what it is.</param>
    /// <param name="paper">The address of its paper.</param>
    /// <param name="input">The clip it was made for.</param>
    /// <param name="reference">The program that a test compares it with; null where there is no such test.</param>
    /// <param name="defaults">The options where the user chose none.</param>
    /// <param name="limits">The smallest clip the network takes with given options.</param>
    /// <param name="build">Makes it from options, number of classes and channels of the input.</param>
    public static ModelEntry Create<TOptions>(
        string name,
        string summary,
        string paper,
        ModelInput input,
        string? reference,
        TOptions defaults,
        Func<TOptions, InputLimits> limits,
        Func<TOptions, int, int, VideoModel> build)
        where TOptions : class =>
        new(name, summary, paper, input, reference, defaults, options => limits((TOptions)options), (options, classes, channels) => build((TOptions)options, classes, channels));

    /// <summary>The smallest clip the network takes.</summary>
    /// <param name="options">Options of this entry's type; null for <see cref="Defaults"/>.</param>
    public InputLimits Limits(object? options = null) => limits(options ?? Defaults);

    /// <summary>Builds the network with freshly drawn weights, from libtorch's default generator.</summary>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="options">Options of this entry's type; null for <see cref="Defaults"/>.</param>
    /// <param name="channels">Channels of the input.</param>
    public VideoModel Build(int classes, object? options = null, int channels = 3) => build(options ?? Defaults, classes, channels);

    /// <summary>How many stages a network of these options has that can be frozen: <see cref="VideoModel.Stages"/>.</summary>
    /// <param name="options">Options of this entry's type; null for <see cref="Defaults"/>.</param>
    public int CountStages(object? options = null)
    {
        using var skip = Initialize.Skip();
        using var model = Build(classes: 2, options, Input.Channels);
        return model.Stages.Count;
    }

    /// <summary>Options as they stand in a checkpoint.</summary>
    public string WriteOptions(object options) => JsonSerializer.Serialize(options, Defaults.GetType(), CheckpointJson.Options);

    /// <summary>Options read from a checkpoint.</summary>
    /// <exception cref="ModelException">The text does not fit this network's options.</exception>
    public object ReadOptions(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Defaults.GetType(), CheckpointJson.Options) ?? Defaults;
        }
        catch (JsonException e)
        {
            throw new ModelException($"the options of {Name} cannot be read: {e.Message}", e);
        }
    }
}

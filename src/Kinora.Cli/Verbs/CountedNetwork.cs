using Kinora.Models;
using Kinora.Models.Backbones;
using Kinora.Models.Sizes;
using Kinora.Torch.Initializers;
using Kinora.Torch.Layers;

namespace Kinora.Cli.Verbs;

/// <summary>A model or a backbone, as <c>models</c> lists it.</summary>
internal sealed class CountedNetwork
{
    private readonly Func<CountedInput, object, Layer> build;
    private readonly Func<object, CountedMinimum> minimum;

    private CountedNetwork(string name, string summary, string paper, string? reference, CountedInput input, object defaults, Func<object> copyDefaults, Func<object, CountedMinimum> minimum, Func<CountedInput, object, Layer> build)
    {
        Name = name;
        Summary = summary;
        Paper = paper;
        Reference = reference;
        Input = input;
        Defaults = defaults;
        CopyDefaults = copyDefaults;
        this.minimum = minimum;
        this.build = build;
    }

    public string Name { get; }

    public string Summary { get; }

    public string Paper { get; }

    /// <summary>The program that tests compare it with; null for none.</summary>
    public string? Reference { get; }

    /// <summary>What it was made for.</summary>
    public CountedInput Input { get; }

    /// <summary>Its options where none were chosen.</summary>
    public object Defaults { get; }

    /// <summary>Makes options to fill in.</summary>
    public Func<object> CopyDefaults { get; }

    public static CountedNetwork Of(ModelEntry entry) => new(
        entry.Name,
        entry.Summary,
        entry.Paper,
        entry.Reference,
        new CountedInput(entry.Input.Frames, entry.Input.Size, entry.Input.Size, entry.Input.Channels, entry.Input.Classes),
        entry.Defaults,
        entry.CopyDefaults,
        options => new CountedMinimum(entry.Limits(options).Frames, entry.Limits(options).Size),
        (input, options) => entry.Build(input.Classes, options, input.Channels));

    public static CountedNetwork Of(BackboneEntry entry) => new(
        entry.Name,
        entry.Summary,
        entry.Paper,
        "torchvision",
        new CountedInput(Frames: null, entry.Size, entry.Size, Channels: 3, Classes: 1000),
        new NoOptions(),
        () => new NoOptions(),
        _ => new CountedMinimum(Frames: null, entry.SmallestSize),
        (input, _) => entry.Build(input.Classes, input.Channels, new BackboneOptions()));

    /// <summary>The smallest input it takes.</summary>
    public CountedMinimum Minimum(object options) => minimum(options);

    /// <summary>What is wrong with an input; empty where all is well.</summary>
    public IReadOnlyList<string> Mistakes(CountedInput input, object options)
    {
        var (frames, size) = Minimum(options);
        var mistakes = new List<string>();
        if (input.Frames < frames)
        {
            mistakes.Add($"--frames is {input.Frames}, but {Name} takes clips from {frames} frames up");
        }

        if (Math.Min(input.Height, input.Width) < size)
        {
            mistakes.Add($"--size is {input.Height} {input.Width}, but {Name} takes frames from {size} by {size} up");
        }

        return mistakes;
    }

    /// <summary>Its layers, sizes and cost. The network is built without drawing its weights: whatever they are, they cost the same.</summary>
    public LayerTable Count(CountedInput input, object options)
    {
        using var skip = Initialize.Skip();
        using var network = build(input, options);
        return LayerTable.Of(network, input.Shape);
    }

    private sealed record NoOptions;
}

/// <summary>What a network is given: a clip, or a picture where there are no frames.</summary>
internal sealed record CountedInput(int? Frames, int Height, int Width, int Channels, int Classes)
{
    internal long[] Shape => Frames is { } frames ? [1, Channels, frames, Height, Width] : [1, Channels, Height, Width];

    /// <summary><c>16 x 112 x 112</c>, with the channels where they are not three.</summary>
    public override string ToString() => $"{(Frames is { } frames ? $"{frames} x " : "")}{Height} x {Width}{Channels switch { 3 => "", 1 => ", 1 channel", _ => $", {Channels} channels" }}";
}

/// <summary>The smallest input a network takes: frames, and height and width alike.</summary>
internal sealed record CountedMinimum(int? Frames, int Size);

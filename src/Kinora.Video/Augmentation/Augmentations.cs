using System.Collections.Immutable;
using System.Globalization;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Video.Augmentation;

/// <summary>
/// Augmentations in the order in which they are applied. Each draws numbers of its own, named by its kind, so that adding
/// one leaves the draws of the others as they were.
/// </summary>
public sealed class Augmentations
{
    private const string Forms =
        "flip P, crop HxW, resized-crop area A..B ratio A..B, colour brightness X contrast X [saturation X hue X], gray P, blur P sigma A..B, "
        + "erase P area A..B ratio A..B, randaugment ops N magnitude N";

    private readonly ImmutableArray<IAugmentation> steps;

    /// <summary>Makes a list.</summary>
    /// <exception cref="ArgumentException">One kind is there twice; both would get the same draw.</exception>
    public Augmentations(params IEnumerable<IAugmentation> steps)
    {
        this.steps = [.. steps];
        if (this.steps.CountBy(Kind).FirstOrDefault(pair => pair.Value > 1) is { Key: not null } twice)
        {
            throw new ArgumentException($"the augmentation '{twice.Key}' is there {twice.Value} times; once is allowed");
        }
    }

    /// <summary>No augmentation: for evaluation and prediction.</summary>
    public static Augmentations None { get; } = new();

    /// <summary>Whether clips are left as they are.</summary>
    public bool IsEmpty => steps.IsEmpty;

    /// <summary>Reads the text form, such as <c>flip 0.5, colour brightness 0.2 contrast 0.2</c>; <c>none</c> is the empty list.</summary>
    /// <param name="text">Augmentations, divided by commas.</param>
    /// <param name="filter">Whose scaling those use that scale.</param>
    /// <exception cref="FormatException">A word or number is wrong; the message says which and lists the forms.</exception>
    public static Augmentations Parse(string text, ScaleFilter filter = ScaleFilter.OpenCvBilinear)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return text.Trim() is "none" or ""
                ? None
                : new Augmentations(text.Split(',').Select(part => One(part, filter)));
        }
        catch (Exception problem) when (problem is FormatException or ArgumentException)
        {
            throw new FormatException($"augmentations '{text}': {problem.Message}", problem);
        }
    }

    /// <summary>Applies every augmentation in turn.</summary>
    /// <param name="frames">The clip; never written to, but it may be what is returned, when nothing changes.</param>
    /// <param name="draw">The clip's random numbers.</param>
    public Frames Apply(Frames frames, ClipDraw draw)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return steps.Aggregate(frames, (clip, step) => step.Apply(clip, draw.Fork(Kind(step))));
    }

    /// <summary>The same without flips: for actions where left and right matter.</summary>
    public Augmentations WithoutFlip() => new(steps.Where(step => step is not HorizontalFlip));

    /// <summary>The same for clips of optical flow: flips negate u, and what changes colours is left out.</summary>
    /// <exception cref="ArgumentException">One of them cannot be done to flow; the message says why.</exception>
    public Augmentations ForFlow() => new(steps.Select(step => step.ForFlow()).OfType<IAugmentation>());

    /// <summary>The text form.</summary>
    public override string ToString() => IsEmpty ? "none" : string.Join(", ", steps);

    private static string Kind(IAugmentation augmentation) => augmentation.ToString().Split(' ')[0];

    private static IAugmentation One(string text, ScaleFilter filter) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["flip", var probability] => new HorizontalFlip(Number(probability)),
        ["crop", var size] => new RandomCrop(SizeText.Parse(size)),
        ["resized-crop", "area", var area, "ratio", var ratio] => new RandomResizedCrop(Range(area), Range(ratio), filter),
        ["colour", "brightness", var brightness, "contrast", var contrast] => new ColourJitter(Number(brightness), Number(contrast)),
        ["colour", "brightness", var brightness, "contrast", var contrast, "saturation", var saturation, "hue", var hue] =>
            new ColourJitter(Number(brightness), Number(contrast), Number(saturation), Number(hue)),
        ["gray", var probability] => new Grayscale(Number(probability)),
        ["blur", var probability, "sigma", var sigma] => new GaussianBlur(Number(probability), Range(sigma)),
        ["erase", var probability, "area", var area, "ratio", var ratio] => new RandomErasing(Number(probability), Range(area), Range(ratio)),
        ["randaugment", "ops", var operations, "magnitude", var magnitude] => new RandAugment(Whole(operations), Whole(magnitude)),
        _ => throw new FormatException($"'{text.Trim()}' is none of: {Forms}"),
    };

    private static Limits Range(string text) => text.Split("..") is [var low, var high]
        ? new Limits(Number(low), Number(high))
        : throw new FormatException($"'{text}' is not a range; expected LOW..HIGH, such as 0.5..1");

    private static double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"'{text}' is not a number");

    private static int Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"'{text}' is not a whole number");
}

namespace Kinora.Video.Scaling;

/// <summary>A rectangle of a frame, in pixels.</summary>
public readonly record struct FrameRegion(int Top, int Left, FrameSize Size)
{
    /// <summary>A whole frame.</summary>
    public static FrameRegion Whole(FrameSize size) => new(0, 0, size);

    /// <summary>Whether the region is the whole of a frame of that size.</summary>
    public bool IsWhole(FrameSize size) => this == Whole(size);
}

/// <summary>What a geometry does to frames of one size, in this order.</summary>
/// <param name="Before">The part of the source that is kept.</param>
/// <param name="Resized">The size that part is scaled to.</param>
/// <param name="After">The part of the scaled frame that is kept.</param>
public readonly record struct GeometrySteps(FrameRegion Before, FrameSize Resized, FrameRegion After);

/// <summary>Where a crop is cut out of a scaled frame.</summary>
public enum CropPlace
{
    /// <summary>In the middle.</summary>
    Centre,

    /// <summary>At the beginning of the long side, left or top; in the middle of the short one.</summary>
    Start,

    /// <summary>At the end of the long side, right or bottom; in the middle of the short one.</summary>
    End,

    /// <summary>In that corner.</summary>
    UpperLeft,

    /// <inheritdoc cref="UpperLeft"/>
    UpperRight,

    /// <inheritdoc cref="UpperLeft"/>
    LowerLeft,

    /// <inheritdoc cref="UpperLeft"/>
    LowerRight,
}

/// <summary>How a frame of any size becomes one of the size a network takes.</summary>
/// <remarks>
/// Each has a text form, which <see cref="Parse"/> reads: <c>squash 112x112</c>, <c>short-side 256 crop 224x224</c>,
/// <c>exact 128x171 crop 112x112</c>, <c>centre-square 224x224</c>; sizes are height x width.
/// </remarks>
public abstract record FrameGeometry
{
    private protected FrameGeometry(FrameSize output) => Output = SizeText.Positive(output);

    /// <summary>The size of every frame that comes out.</summary>
    public FrameSize Output { get; }

    /// <summary>Where the crop is cut, for a geometry that has one.</summary>
    public CropPlace Place { get; init; }

    /// <summary>Whether the frame is mirrored after scaling, before the crop is cut.</summary>
    public bool Mirrored { get; init; }

    /// <summary>Whether a part of the scaled frame is cut out, so that there are other places for it.</summary>
    public abstract bool HasCrop { get; }

    /// <summary>
    /// The geometries of several crops of a frame, for evaluation: 1; 3, the middle and both ends of the long side; or 10, the
    /// four corners and the middle, then the same of the mirrored frame, as torchvision's <c>TenCrop</c>.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such number of crops, or the geometry cuts nothing out.</exception>
    public IReadOnlyList<FrameGeometry> Crops(int count)
    {
        CropPlace[] five = [CropPlace.UpperLeft, CropPlace.UpperRight, CropPlace.LowerLeft, CropPlace.LowerRight, CropPlace.Centre];
        return count switch
        {
            1 => [this],
            3 or 10 when !HasCrop => throw new ArgumentException($"'{this}' cuts nothing out, so there are no {count} crops; use short-side or exact"),
            3 => [this with { Place = CropPlace.Start }, this with { Place = CropPlace.Centre }, this with { Place = CropPlace.End }],
            10 => [.. five.Select(place => this with { Place = place }), .. five.Select(place => this with { Place = place, Mirrored = true })],
            _ => throw new ArgumentException($"there are no {count} crops; expected 1, 3 or 10"),
        };
    }

    /// <summary>What is done to frames of size <paramref name="source"/>.</summary>
    public abstract GeometrySteps Steps(FrameSize source);

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">The text is none of the four forms, or its sizes do not fit each other.</exception>
    public static FrameGeometry Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return text.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
            {
                ["squash", var size] => new Squash(SizeText.Parse(size)),
                ["short-side", var side, "crop", var crop] => new ShortSideThenCentreCrop(SizeText.Number(side), SizeText.Parse(crop)),
                ["exact", var size, "crop", var crop] => new ExactThenCentreCrop(SizeText.Parse(size), SizeText.Parse(crop)),
                ["centre-square", var size] => new CentreSquare(SizeText.Parse(size)),
                _ => throw new FormatException("expected 'squash HxW', 'short-side N crop HxW', 'exact HxW crop HxW' or 'centre-square HxW'"),
            };
        }
        catch (Exception problem) when (problem is FormatException or ArgumentException)
        {
            throw new FormatException($"frame geometry '{text}': {problem.Message}", problem);
        }
    }

    /// <summary>The crop; the middle as torchvision's <c>center_crop</c> has it: offsets rounded to the nearest pixel, halves to the even one.</summary>
    private protected FrameRegion Cut(FrameSize frame)
    {
        var (bottom, right) = (frame.Height - Output.Height, frame.Width - Output.Width);
        var (middle, centre) = ((int)Math.Round(bottom / 2.0), (int)Math.Round(right / 2.0));
        var isTall = frame.Height > frame.Width;
        var (top, left) = Place switch
        {
            CropPlace.Start => isTall ? (0, centre) : (middle, 0),
            CropPlace.End => isTall ? (bottom, centre) : (middle, right),
            CropPlace.UpperLeft => (0, 0),
            CropPlace.UpperRight => (0, right),
            CropPlace.LowerLeft => (bottom, 0),
            CropPlace.LowerRight => (bottom, right),
            _ => (middle, centre),
        };
        return new FrameRegion(top, Mirrored ? right - left : left, Output);
    }
}

/// <summary>Scaled to the output size, whatever that does to the shape of things.</summary>
public sealed record Squash(FrameSize Output) : FrameGeometry(Output)
{
    /// <inheritdoc/>
    public override bool HasCrop => false;

    /// <inheritdoc/>
    public override GeometrySteps Steps(FrameSize source) => new(FrameRegion.Whole(source), Output, FrameRegion.Whole(Output));

    /// <summary>The text form.</summary>
    public override string ToString() => $"squash {SizeText.Of(Output)}";
}

/// <summary>
/// Scaled until the short side is <paramref name="ShortSide"/>, shape kept (the long side rounded down), then the centre
/// cut out: torchvision's <c>Resize(n)</c> and <c>CenterCrop</c>.
/// </summary>
public sealed record ShortSideThenCentreCrop(int ShortSide, FrameSize Output) : FrameGeometry(Output)
{
    /// <summary>The short side after scaling, at least the larger side of the crop, so that it fits into every frame.</summary>
    public int ShortSide { get; } = ShortSide >= Math.Max(Output.Height, Output.Width)
        ? ShortSide
        : throw new ArgumentException($"a crop of {SizeText.Of(Output)} does not fit into every frame whose short side is {ShortSide}");

    /// <inheritdoc/>
    public override bool HasCrop => true;

    /// <inheritdoc/>
    public override GeometrySteps Steps(FrameSize source)
    {
        var (height, width) = (source.Height, source.Width);
        var longSide = (int)((double)((long)ShortSide * Math.Max(height, width)) / Math.Min(height, width));
        var resized = width <= height ? new FrameSize(longSide, ShortSide) : new FrameSize(ShortSide, longSide);
        return new GeometrySteps(FrameRegion.Whole(source), resized, Cut(resized));
    }

    /// <summary>The text form.</summary>
    public override string ToString() => $"short-side {ShortSide} crop {SizeText.Of(Output)}";
}

/// <summary>Scaled to one size, then the centre cut out, as torchvision's presets for Kinetics do (128x171, then 112x112).</summary>
public sealed record ExactThenCentreCrop(FrameSize Resized, FrameSize Output) : FrameGeometry(Output)
{
    /// <summary>The size after scaling, nowhere smaller than the crop.</summary>
    public FrameSize Resized { get; } = Resized.Height >= Output.Height && Resized.Width >= Output.Width
        ? Resized
        : throw new ArgumentException($"a crop of {SizeText.Of(Output)} does not fit into a frame of {SizeText.Of(Resized)}");

    /// <inheritdoc/>
    public override bool HasCrop => true;

    /// <inheritdoc/>
    public override GeometrySteps Steps(FrameSize source) => new(FrameRegion.Whole(source), Resized, Cut(Resized));

    /// <summary>The text form.</summary>
    public override string ToString() => $"exact {SizeText.Of(Resized)} crop {SizeText.Of(Output)}";
}

/// <summary>The square in the middle, scaled: <c>crop_center_square</c> of Keras' video classification examples.</summary>
public sealed record CentreSquare(FrameSize Output) : FrameGeometry(Output)
{
    /// <inheritdoc/>
    public override bool HasCrop => false;

    /// <inheritdoc/>
    public override GeometrySteps Steps(FrameSize source)
    {
        var side = Math.Min(source.Height, source.Width);
        // Halves are rounded before they are subtracted, as there: for odd sizes the square lies a pixel off the middle.
        var square = new FrameRegion((source.Height / 2) - (side / 2), (source.Width / 2) - (side / 2), new FrameSize(side, side));
        return new GeometrySteps(square, Output, FrameRegion.Whole(Output));
    }

    /// <summary>The text form.</summary>
    public override string ToString() => $"centre-square {SizeText.Of(Output)}";
}

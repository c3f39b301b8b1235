using Kinora.Video.Sampling;

namespace Kinora.Synthesis.Scenes;

/// <summary>What a camera makes of the light: exposure, contrast, colour, sharpness and grain.</summary>
internal sealed record Grade
{
    /// <summary>Factor on all light.</summary>
    public required float Exposure { get; init; }

    /// <summary>Slope about middle gray.</summary>
    public required float Contrast { get; init; }

    /// <summary>0 is gray, as KTH's clips are; 1 leaves colours as they are.</summary>
    public required float Saturation { get; init; }

    /// <summary>Weight of the neighbours in every direction, 0 (sharp) to 0.25.</summary>
    public required float Blur { get; init; }

    /// <summary>Standard deviation of the grain, in steps of 256.</summary>
    public required float Grain { get; init; }

    /// <summary>Share of a frame's time for which the shutter is open.</summary>
    public required float Shutter { get; init; }

    public static Grade Of(ClipDraw take, bool isIndoors) => new()
    {
        Exposure = take.Around("exposure", 1, 0.07),
        Contrast = take.Around("contrast", 0.98, 0.08),
        Saturation = take.Chance("gray", 0.25) ? 0 : take.Between("saturation", 0.35, 1),
        Blur = take.Between("blur", 0, 0.2),
        Grain = take.Between("grain", 0.8, isIndoors ? 6 : 4),
        Shutter = take.Between("shutter", 0.15, isIndoors ? 0.7 : 0.5),
    };
}

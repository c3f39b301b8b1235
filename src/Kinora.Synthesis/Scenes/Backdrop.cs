using System.Numerics;
using Kinora.Video.Sampling;

namespace Kinora.Synthesis.Scenes;

/// <summary>What is behind and below a person: a ground, something upright behind it, and sky above that. Colours are RGB, 0 to 1.</summary>
internal abstract class Backdrop
{
    /// <param name="draw">What differs from one backdrop of a kind to another.</param>
    /// <param name="distance">Of the upright part from the camera, in metres.</param>
    /// <param name="brightness">Of the upright part, 0 to 1.</param>
    /// <param name="groundBrightness">Of the ground, 0 to 1.</param>
    protected Backdrop(ClipDraw draw, float distance, float brightness, float groundBrightness)
    {
        GroundBrightness = groundBrightness;
        Distance = distance;
        Brightness = brightness;
        Texture = new Noise((uint)draw.Fork("texture").Bits(0));
        Turn = draw.Between("turn", -0.12, 0.12);
        var hue = draw.Between("tint", 0, 6.28);
        Tint = Vector3.One + (draw.Between("tint strength", 0, 0.07) * new Vector3(MathF.Cos(hue), MathF.Cos(hue - 2.09f), MathF.Cos(hue + 2.09f)));
    }

    /// <summary>Brightness of what is behind the person, 0 to 1.</summary>
    protected float Brightness { get; }

    /// <summary>Brightness of the ground, 0 to 1.</summary>
    protected float GroundBrightness { get; }

    protected Noise Texture { get; }

    protected Vector3 Tint { get; }

    private float Distance { get; }

    // The slope of the upright part against the picture's plane.
    private float Turn { get; }

    /// <summary>What a camera sees in a direction.</summary>
    /// <param name="eye">Height of the camera in metres.</param>
    /// <param name="ray">The direction; z is ahead.</param>
    /// <param name="ground">Whether it is the ground, which takes shadows.</param>
    public Vector3 Seen(float eye, Vector3 ray, out bool ground)
    {
        // The upright part stands at z = Distance + Turn x.
        var slope = ray.Z - (Turn * ray.X);
        var toWall = slope > 1e-4f ? Distance / slope : float.PositiveInfinity;
        var toGround = ray.Y < -1e-4f ? eye / -ray.Y : float.PositiveInfinity;
        ground = toGround <= toWall;
        if (ground && toGround < 1000)
        {
            return Ground(toGround * ray.X, toGround * ray.Z, toWall == float.PositiveInfinity ? 1000 : (toWall - toGround) * ray.Z);
        }

        ground = false;
        var (x, y) = (toWall * ray.X, eye + (toWall * ray.Y));
        return toWall < 1000 && y < WallHeight(x) ? Wall(x, y) : Sky(ray.Y / MathF.Max(1e-3f, ray.Z));
    }

    /// <summary>A colour made as bright as the ground.</summary>
    protected Vector3 AsGround(Vector3 colour) => colour * (GroundBrightness / Vector3.Dot(colour, new Vector3(0.299f, 0.587f, 0.114f)));

    /// <summary>Height of the upright part at a place, in metres.</summary>
    protected virtual float WallHeight(float x) => float.PositiveInfinity;

    /// <summary>The upright part, x to the left and y above the ground, in metres.</summary>
    protected abstract Vector3 Wall(float x, float y);

    /// <summary>The ground; <paramref name="before"/> is how far before the upright part, in metres.</summary>
    protected abstract Vector3 Ground(float x, float z, float before);

    /// <summary>The sky, at a rise over the horizon.</summary>
    protected virtual Vector3 Sky(float rise) => new(0.8f);
}

using System.Numerics;
using Kinora.Video;

namespace Kinora.Synthesis.Scenes;

/// <summary>
/// A camera standing at x = z = 0 that looks along z, x to its left; it may zoom and tremble. In its own frame x is right, y down and
/// z ahead.
/// </summary>
internal sealed record Camera
{
    public required FrameSize Size { get; init; }

    /// <summary>Above the ground, in metres.</summary>
    public required float Height { get; init; }

    /// <summary>Downward, in radians.</summary>
    public required float Tilt { get; init; }

    /// <summary>About the line of sight, in radians.</summary>
    public required float Roll { get; init; }

    /// <summary>Distance of the picture in pixels, before zoom: the picture's height over twice the tangent of half its angle.</summary>
    public required float Focal { get; init; }

    /// <summary>How much larger things are at the end of a zoom, 1 for none.</summary>
    public required float Zoom { get; init; }

    /// <summary>Length of the clip, in which one zoom happens, in seconds.</summary>
    public required float Seconds { get; init; }

    /// <summary>Whether the zoom goes out.</summary>
    public required bool IsZoomOut { get; init; }

    /// <summary>How far the picture trembles, in pixels.</summary>
    public required float Shake { get; init; }

    /// <summary>Where in its trembling the clip begins, in radians.</summary>
    public required float ShakePhase { get; init; }

    /// <summary>The camera at a moment of the clip.</summary>
    public View At(float time)
    {
        var s = Math.Clamp(time / Seconds, 0, 1);
        s = s * s * (3 - (2 * s));
        var zoom = 1 + ((Zoom - 1) * (IsZoomOut ? 1 - s : s));
        var tremble = Shake * new Vector2(
            (0.6f * MathF.Sin((2.3f * time) + ShakePhase)) + (0.4f * MathF.Sin((8.1f * time) + (3 * ShakePhase))),
            (0.6f * MathF.Sin((2.9f * time) + (2 * ShakePhase))) + (0.4f * MathF.Sin((9.7f * time) + (5 * ShakePhase))));
        return new View(this, Focal * zoom, zoom, Middle + tremble);
    }

    /// <summary>A direction of the world in the camera's frame.</summary>
    public Vector3 Turned(Vector3 direction)
    {
        var (sin, cos) = MathF.SinCos(Tilt);
        var (right, up, ahead) = (-direction.X, (direction.Y * cos) + (direction.Z * sin), (direction.Z * cos) - (direction.Y * sin));
        var (sinRoll, cosRoll) = MathF.SinCos(Roll);
        return new Vector3((right * cosRoll) - (up * sinRoll), (-up * cosRoll) - (right * sinRoll), ahead);
    }

    /// <summary>A direction of the camera's frame in the world.</summary>
    public Vector3 TurnedBack(Vector3 direction)
    {
        var (sinRoll, cosRoll) = MathF.SinCos(Roll);
        var (right, up) = ((direction.X * cosRoll) - (direction.Y * sinRoll), (-direction.Y * cosRoll) - (direction.X * sinRoll));
        var (sin, cos) = MathF.SinCos(Tilt);
        return new Vector3(-right, (up * cos) - (direction.Z * sin), (direction.Z * cos) + (up * sin));
    }

    /// <summary>A place of the world in the camera's frame, in metres.</summary>
    public Vector3 Seen(Vector3 place) => Turned(place - new Vector3(0, Height, 0));

    /// <summary>The middle of the picture, in pixels.</summary>
    public Vector2 Middle => new(Size.Width / 2f, Size.Height / 2f);
}

/// <summary>A camera at one moment.</summary>
/// <param name="Camera">Which.</param>
/// <param name="Focal">Distance of the picture in pixels, with zoom.</param>
/// <param name="Zoom">How much larger things are than at the widest.</param>
/// <param name="Centre">Where the line of sight meets the picture, in pixels from its upper left corner.</param>
internal readonly record struct View(Camera Camera, float Focal, float Zoom, Vector2 Centre)
{
    /// <summary>Where a place of the camera's frame, z above 0, is in the picture.</summary>
    public Vector2 Project(Vector3 seen) => Centre + (Focal / seen.Z * new Vector2(seen.X, seen.Y));
}

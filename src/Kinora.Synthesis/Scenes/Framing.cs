using System.Numerics;
using Kinora.Video;
using Kinora.Video.Sampling;

namespace Kinora.Synthesis.Scenes;

/// <summary>Where the camera stands and how the person goes or stands before it.</summary>
internal static class Framing
{
    /// <summary>A camera that shows a person whole.</summary>
    /// <param name="take">The take's draw.</param>
    /// <param name="height">Of the person, in metres.</param>
    /// <param name="speed">Of the person, in metres a second; 0 in place.</param>
    /// <param name="isSizeChanging">Whether the person's size shall change.</param>
    /// <param name="size">Of the picture.</param>
    /// <param name="seconds">Length of the clip.</param>
    /// <param name="distance">From the camera to the person.</param>
    public static Camera Camera(ClipDraw take, float height, float speed, bool isSizeChanging, FrameSize size, float seconds, out float distance)
    {
        var isCrossing = speed > 0;
        distance = take.Between("distance", 4.5, 11);
        // The person's share of the picture's height; arms raised over the head need some, too, and who is fast needs room.
        var share = take.Between("share", 0.5, isCrossing ? 0.76 - (0.035 * speed) : 0.76);
        // One who crosses changes size by going slantwise, one who stays by a zoom.
        var zoom = isSizeChanging && !isCrossing ? take.Between("zoom", 1.15, 1.6) : 1;
        share = zoom > 1 ? MathF.Min(share, 0.78f / zoom) : isSizeChanging ? MathF.Min(share, 0.56f) : share;

        var focal = share * size.Height * distance / height;
        var eye = take.Between("eye", 0.8, 2.1);
        // The middle of the body is this far below the middle of the picture, as a share of its height.
        var below = take.Between("below", isCrossing ? -0.05 : 0.01, isCrossing ? 0.13 : 0.08) + MathF.Max(0, 0.5f * (share * zoom * 1.05f - 0.8f));
        below = MathF.Min(below, 0.47f - (share * zoom / 2));
        return new Camera
        {
            Size = size,
            Height = eye,
            Tilt = MathF.Atan2(eye - (0.5f * height), distance) - MathF.Atan(below * size.Height / focal),
            Roll = take.Around("roll", 0, 0.008),
            Focal = focal,
            Zoom = zoom,
            Seconds = seconds,
            IsZoomOut = take.Chance("zoom out", 0.5),
            Shake = (take.Chance("hand-held", 0.4) ? take.Between("shake", 0.3, 1.3) : take.Between("shake", 0, 0.2)) * size.Height / 120,
            ShakePhase = take.Between("shake phase", 0, 6.28),
        };
    }

    /// <summary>The way one who stays in place faces, as in KTH: boxers are seen from the side, others from the front.</summary>
    public static float Facing(ClipDraw take, bool isFromSide) =>
        (isFromSide ? take.Sign("side") * MathF.PI / 2 : MathF.PI) + take.Around("turn", 0, 0.25);

    /// <summary>A line through the picture, from edge to edge.</summary>
    /// <param name="take">The take's draw.</param>
    /// <param name="camera">What the picture shows.</param>
    /// <param name="speed">In metres a second.</param>
    /// <param name="distance">From the camera to the line's middle.</param>
    /// <param name="isSlant">Whether to come nearer or go away on the way.</param>
    /// <param name="height">Of the person, in metres.</param>
    public static Track Crossing(ClipDraw take, Camera camera, float speed, float distance, bool isSlant, float height)
    {
        var slant = isSlant ? take.Sign("slant") * take.Between("slant", 0.25, 0.55) : take.Around("slant", 0, 0.09);
        var heading = (take.Sign("left or right") * MathF.PI / 2) + slant;
        var middle = new Vector3(take.Between("aside", -0.2, 0.2), 0, distance);
        var forward = Track.Forward(heading);
        var (back, ahead) = (Leaving(-1), Leaving(1));
        var length = back + ahead;
        var whole = speed * camera.Seconds;
        // One who cannot get across in time is in sight from the beginning.
        var begun = whole < length ? take.Between("begun", 0.05, 1) * (length - whole) : take.Between("begun", 0.02, 0.35) * length;
        return new Track { Start = middle - (back * forward), Heading = heading, Speed = speed, Length = length, Begun = begun };

        // How far from the middle the whole body is out of sight.
        float Leaving(int sign)
        {
            const float Step = 0.05f;
            const float Furthest = 10;
            var view = camera.At(0);
            var at = 0f;
            while (at < Furthest)
            {
                at += Step;
                var seen = camera.Seen(middle + (sign * at * forward) + new Vector3(0, height / 2, 0));
                var half = (0.22f * height * view.Focal / seen.Z) + (camera.Size.Width / 2f);
                // Nor may it come so near that head or feet are cut off by far, or go so far that it is lost.
                if (seen.Z < 0.62f * distance || seen.Z > 1.45f * distance || MathF.Abs(view.Project(seen).X - camera.Middle.X) > half)
                {
                    break;
                }
            }

            return at;
        }
    }
}

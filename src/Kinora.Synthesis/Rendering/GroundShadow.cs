using System.Numerics;
using Kinora.Synthesis.Figures;
using Kinora.Synthesis.Scenes;

namespace Kinora.Synthesis.Rendering;

/// <summary>The shadow of a body on the ground: each capsule cast down along the light is a flat one there.</summary>
internal static class GroundShadow
{
    /// <summary>Darkens the ground of a picture.</summary>
    /// <param name="parts">Of the body, in the world.</param>
    /// <param name="view">From where the ground is seen.</param>
    /// <param name="light">What casts the shadow.</param>
    /// <param name="ground">How much of each pixel is ground, (H, W).</param>
    /// <param name="picture">The picture, (H, W).</param>
    public static void Draw(IReadOnlyList<Capsule> parts, in View view, Light light, ReadOnlySpan<float> ground, Span<Vector3> picture)
    {
        Span<Flat> flats = stackalloc Flat[parts.Count];
        var (low, high) = (new Vector2(float.PositiveInfinity), new Vector2(float.NegativeInfinity));
        for (var i = 0; i < parts.Count; i++)
        {
            flats[i] = Flat.Of(parts[i], light);
            var radius = MathF.Max(flats[i].FromRadius, flats[i].ToRadius) * 1.3f;
            foreach (var end in (ReadOnlySpan<Vector2>)[flats[i].From, flats[i].To])
            {
                foreach (var corner in (ReadOnlySpan<Vector2>)[new(-radius, -radius), new(radius, -radius), new(-radius, radius), new(radius, radius)])
                {
                    var seen = view.Camera.Seen(new Vector3(end.X + corner.X, 0, end.Y + corner.Y));
                    // A shadow that reaches behind the camera can lie anywhere in the picture.
                    var place = seen.Z > 0.3f ? view.Project(seen) : new Vector2(end.X > 0 ? -1e6f : 1e6f, 1e6f);
                    (low, high) = (Vector2.Min(low, place), Vector2.Max(high, place));
                }
            }
        }

        var size = view.Camera.Size;
        var (left, right) = ((int)Math.Clamp(low.X, 0, size.Width), (int)Math.Clamp(high.X + 1, 0, size.Width));
        var (top, bottom) = ((int)Math.Clamp(low.Y, 0, size.Height), (int)Math.Clamp(high.Y + 1, 0, size.Height));
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var i = (y * size.Width) + x;
                if (ground[i] == 0)
                {
                    continue;
                }

                var ray = view.Camera.TurnedBack(new Vector3(x + 0.5f - view.Centre.X, y + 0.5f - view.Centre.Y, view.Focal));
                if (ray.Y < -1e-4f)
                {
                    var place = view.Camera.Height / -ray.Y * new Vector2(ray.X, ray.Z);
                    picture[i] *= 1 - (light.Shadow * ground[i] * Cover(flats, place));
                }
            }
        }
    }

    // The darkest of all parts' shadows.
    private static float Cover(ReadOnlySpan<Flat> flats, Vector2 place)
    {
        var most = 0f;
        foreach (ref readonly var flat in flats)
        {
            most = MathF.Max(most, flat.Cover(place));
        }

        return most;
    }

    private readonly record struct Flat(Vector2 From, Vector2 To, float FromRadius, float ToRadius, float Soft, float Strength)
    {
        public static Flat Of(in Capsule part, Light light)
        {
            var height = MathF.Max(0, (part.From.Y + part.To.Y) / 2);
            var soft = 0.02f + (light.Softness * height);
            return new Flat(
                Cast(part.From), Cast(part.To), part.FromRadius + (soft / 2), part.ToRadius + (soft / 2), soft,
                MathF.Max(part.FromRadius, part.ToRadius) / (MathF.Max(part.FromRadius, part.ToRadius) + (0.5f * soft)));

            Vector2 Cast(Vector3 place)
            {
                var down = MathF.Max(0, place.Y) / light.Direction.Y;
                return new Vector2(place.X - (down * light.Direction.X), place.Z - (down * light.Direction.Z));
            }
        }

        public float Cover(Vector2 place)
        {
            var (way, along) = (place - From, To - From);
            var t = Math.Clamp(Vector2.Dot(way, along) / (along.LengthSquared() + 1e-9f), 0, 1);
            var radius = FromRadius + (t * (ToRadius - FromRadius));
            var distance = Vector2.DistanceSquared(way, t * along);
            if (distance >= radius * radius)
            {
                return 0;
            }

            var s = MathF.Min(1, (radius - MathF.Sqrt(distance)) / (2 * Soft));
            return Strength * s * s * (3 - (2 * s));
        }
    }
}

using System.Numerics;
using Kinora.Synthesis.Figures;
using Kinora.Synthesis.Scenes;

namespace Kinora.Synthesis.Rendering;

/// <summary>
/// Draws bodies: each pixel's ray is brought next to each capsule's axis, where it either passes or meets the skin. Pixels on an
/// outline are covered in part, so edges are smooth without drawing anything larger.
/// </summary>
internal sealed class FigureLayer
{
    private readonly int width;
    private readonly int height;
    private readonly Vector4[] colours;
    private readonly float[] depths;
    private readonly List<(float Depth, Capsule Part)> order = [];
    private (int Left, int Top, int Right, int Bottom) drawn;

    public FigureLayer(int height, int width)
    {
        this.height = height;
        this.width = width;
        colours = new Vector4[height * width];
        depths = new float[height * width];
        Array.Fill(depths, float.PositiveInfinity);
        drawn = (width, height, 0, 0);
    }

    /// <summary>Adds what was drawn, colour times cover and cover, to a sum of shape (H, W), and wipes it.</summary>
    public void MoveTo(Span<Vector4> sum)
    {
        for (var y = drawn.Top; y < drawn.Bottom; y++)
        {
            var row = (y * width) + drawn.Left;
            var count = drawn.Right - drawn.Left;
            for (var i = row; i < row + count; i++)
            {
                sum[i] += colours[i];
            }

            colours.AsSpan(row, count).Clear();
            depths.AsSpan(row, count).Fill(float.PositiveInfinity);
        }

        drawn = (width, height, 0, 0);
    }

    /// <summary>Draws a body.</summary>
    /// <param name="parts">Of the body, in the world.</param>
    /// <param name="view">From where it is seen.</param>
    /// <param name="light">What falls on it.</param>
    public void Draw(IReadOnlyList<Capsule> parts, in View view, Light light)
    {
        var camera = view.Camera;
        order.Clear();
        foreach (var part in parts)
        {
            var seen = part with { From = camera.Seen(part.From), To = camera.Seen(part.To), FlatAxis = camera.Turned(part.FlatAxis) };
            order.Add(((seen.From.Z + seen.To.Z) / 2, seen));
        }

        // From back to front, for the pixels that are covered in part.
        order.Sort((a, b) => b.Depth.CompareTo(a.Depth));
        var lamp = camera.Turned(light.Direction);
        var up = camera.Turned(Vector3.UnitY);
        foreach (var (_, part) in order)
        {
            Draw(part, view, light, lamp, up);
        }
    }

    private void Draw(in Capsule part, in View view, Light light, Vector3 lamp, Vector3 up)
    {
        const float Nearest = 0.3f;
        if (part.From.Z - part.FromRadius < Nearest || part.To.Z - part.ToRadius < Nearest)
        {
            return;
        }

        var (a, b) = (view.Project(part.From), view.Project(part.To));
        // A sphere seen from the side is a little wider than its radius over its distance.
        var (ra, rb) = ((view.Focal * part.FromRadius / (part.From.Z - part.FromRadius)) + 1, (view.Focal * part.ToRadius / (part.To.Z - part.ToRadius)) + 1);
        var (left, right) = (Math.Max(0, (int)MathF.Min(a.X - ra, b.X - rb)), Math.Min(width - 1, (int)MathF.Max(a.X + ra, b.X + rb)));
        var (top, bottom) = (Math.Max(0, (int)MathF.Min(a.Y - ra, b.Y - rb)), Math.Min(height - 1, (int)MathF.Max(a.Y + ra, b.Y + rb)));

        if (left > right || top > bottom)
        {
            return;
        }

        drawn = (Math.Min(drawn.Left, left), Math.Min(drawn.Top, top), Math.Max(drawn.Right, right + 1), Math.Max(drawn.Bottom, bottom + 1));

        // Stretched along the flat axis the part is round.
        var stretch = (1 / part.Flatness) - 1;
        var axis = part.FlatAxis;
        var from = part.From + (stretch * Vector3.Dot(part.From, axis) * axis);
        var along = part.To + (stretch * Vector3.Dot(part.To, axis) * axis) - from;
        var length = along.LengthSquared() + 1e-9f;
        var isStriped = part.Stripes != part.Colour;
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var seen = new Vector3((x + 0.5f - view.Centre.X) / view.Focal, (y + 0.5f - view.Centre.Y) / view.Focal, 1);
                var ray = seen + (stretch * Vector3.Dot(seen, axis) * axis);
                // Where ray and axis are nearest to each other.
                var (rr, ra1, rf, af) = (ray.LengthSquared(), Vector3.Dot(ray, along), Vector3.Dot(ray, from), Vector3.Dot(along, from));
                var between = (rr * length) - (ra1 * ra1);
                var t = between < 1e-9f ? 0 : Math.Clamp(((rf * ra1) - (rr * af)) / between, 0, 1);
                var nearest = from + (t * along);
                var s = Vector3.Dot(nearest, ray) / rr;
                var off = (s * ray) - nearest;
                var radius = part.FromRadius + (t * (part.ToRadius - part.FromRadius));
                var distance = off.LengthSquared();
                var pixel = s / view.Focal;
                var reach = radius + (0.5f * pixel);
                if (distance >= reach * reach)
                {
                    continue;
                }

                var cover = MathF.Min(1, ((radius - MathF.Sqrt(distance)) / pixel) + 0.5f);
                var inward = MathF.Sqrt(MathF.Max(0, (radius * radius) - distance));
                var unit = 1 / MathF.Sqrt(rr);
                var depth = s - (inward * unit);
                var i = (y * width) + x;
                if (depth >= depths[i] || (part.HasHem && Vector3.Dot((depth * ray) - from, along) > length))
                {
                    continue;
                }

                var normal = off - (inward * unit * ray);
                normal = Vector3.Normalize(normal + (stretch * Vector3.Dot(normal, axis) * axis));
                var cloth = isStriped && (int)(t * 7) % 2 == 1 ? part.Stripes : part.Colour;
                var lit = light.On(cloth, Vector3.Dot(normal, lamp), Vector3.Dot(normal, up));
                colours[i] = Vector4.Lerp(colours[i], new Vector4(lit, 1), cover);
                if (cover > 0.5f)
                {
                    depths[i] = depth;
                }
            }
        }
    }
}

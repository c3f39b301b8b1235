using System.Numerics;
using Kinora.Synthesis.Scenes;

namespace Kinora.Synthesis.Rendering;

/// <summary>
/// The picture behind the person, painted once for a clip, a little larger than the widest view and as fine as the narrowest: camera
/// shake and zoom move a window over it.
/// </summary>
internal sealed class Background
{
    // Share of the picture's measures that is added on every side, and the least in pixels.
    private const float Margin = 0.03f;
    private const int LeastMargin = 4;

    private readonly Vector3[] colours;
    private readonly float[] shadowed;
    private readonly int width;
    private readonly int height;
    private readonly float fineness;
    private readonly Vector2 middle;

    public Background(Camera camera, Backdrop backdrop)
    {
        fineness = MathF.Min(2, camera.Zoom);
        var margin = MathF.Max(LeastMargin, Margin * camera.Size.Height);
        width = (int)MathF.Ceiling((camera.Size.Width + (2 * margin)) * fineness);
        height = (int)MathF.Ceiling((camera.Size.Height + (2 * margin)) * fineness);
        middle = new Vector2(width, height) / 2;
        colours = new Vector3[width * height];
        shadowed = new float[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                Paint(camera, backdrop, x, y);
            }
        }
    }

    /// <summary>Draws the part that a view shows.</summary>
    /// <param name="view">What is seen.</param>
    /// <param name="picture">Takes the colours, (H, W).</param>
    /// <param name="ground">Takes for each pixel how much of it is ground, 0 to 1.</param>
    public void Draw(in View view, Span<Vector3> picture, Span<float> ground)
    {
        var size = view.Camera.Size;
        var step = fineness / view.Zoom;
        var start = middle + ((new Vector2(0.5f) - view.Centre) * step) - new Vector2(0.5f);
        for (var y = 0; y < size.Height; y++)
        {
            var (row, fy) = Place(start.Y + (y * step), height);
            var above = colours.AsSpan(row * width, width);
            var below = colours.AsSpan((row + 1) * width, width);
            var groundAbove = shadowed.AsSpan(row * width, width);
            var groundBelow = shadowed.AsSpan((row + 1) * width, width);
            for (var x = 0; x < size.Width; x++)
            {
                var (column, fx) = Place(start.X + (x * step), width);
                var i = (y * size.Width) + x;
                picture[i] = Vector3.Lerp(Vector3.Lerp(above[column], above[column + 1], fx), Vector3.Lerp(below[column], below[column + 1], fx), fy);
                ground[i] = float.Lerp(groundAbove[column], groundBelow[column], fy);
            }
        }
    }

    private static (int Cell, float Part) Place(float at, int count)
    {
        at = Math.Clamp(at, 0, count - 1.001f);
        var cell = (int)at;
        return (cell, at - cell);
    }

    // Four rays a pixel, so that far textures do not glitter.
    private void Paint(Camera camera, Backdrop backdrop, int x, int y)
    {
        var sum = Vector3.Zero;
        var ground = 0f;
        for (var i = 0; i < 4; i++)
        {
            var at = (new Vector2(x + 0.25f + (0.5f * (i % 2)), y + 0.25f + (0.5f * (i / 2))) - middle) / fineness;
            sum += backdrop.Seen(camera.Height, camera.TurnedBack(new Vector3(at.X, at.Y, camera.Focal)), out var isGround);
            ground += isGround ? 0.25f : 0;
        }

        colours[(y * width) + x] = sum / 4;
        shadowed[(y * width) + x] = ground;
    }
}

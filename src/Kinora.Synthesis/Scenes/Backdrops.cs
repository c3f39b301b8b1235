using System.Numerics;
using Kinora.Video.Sampling;

namespace Kinora.Synthesis.Scenes;

/// <summary>A wall of stone blocks or plaster behind a pavement, as in a street.</summary>
internal sealed class StreetBackdrop(ClipDraw draw, float distance, float brightness, float groundBrightness) : Backdrop(draw, distance, brightness, groundBrightness)
{
    private readonly float block = draw.Between("block", 0.12, 0.5);
    private readonly float contrast = draw.Chance("plaster", 0.35) ? 0.02f : draw.Between("contrast", 0.06, 0.28);
    private readonly float stain = draw.Between("stain", 0.02, 0.18);
    private readonly float pavement = draw.Between("pavement", 1.2, 3.5);
    private readonly float stone = groundBrightness * draw.Between("stone", 1, 1.2);
    private readonly float road = groundBrightness * draw.Between("road", 0.8, 1);
    private readonly bool hasWindows = draw.Chance("windows", 0.35);
    private readonly float windowsAt = draw.Between("windows at", 0, 3);

    protected override Vector3 Wall(float x, float y)
    {
        var row = MathF.Floor(y / block);
        // Every second row of blocks is shifted by half a block.
        var column = MathF.Floor((x / (block * 1.6f)) + (0.5f * (row % 2)));
        var tone = Brightness * (1 + (contrast * (Texture.Cell((int)column, (int)row) - 0.5f)) + (stain * (Texture.Rough(0.7f * x, y, 4) - 0.5f)));
        var isWindow = hasWindows && y is > 1.1f and < 2.6f && (x + windowsAt + 100) % 3.1f < 0.9f;
        return Tint * (isWindow ? 0.18f + (0.1f * Texture.At(x, y)) : y < 0.12f ? 0.75f * tone : tone);
    }

    protected override Vector3 Ground(float x, float z, float before)
    {
        var rough = 0.12f * (Texture.Rough(6 * x, 6 * z, 3) - 0.5f);
        var kerb = before > pavement && before < pavement + 0.15f;
        var slabs = before < pavement && (x + 100) % 0.8f < 0.03f ? -0.05f : 0;
        return new Vector3((kerb ? stone + 0.15f : before < pavement ? stone + slabs : road) + rough);
    }
}

/// <summary>Grass, sand or snow with bushes, trees or a bare rise far behind.</summary>
internal sealed class FieldBackdrop(ClipDraw draw, float distance, float brightness, float groundBrightness) : Backdrop(draw, distance, brightness, groundBrightness)
{
    private readonly Vector3 ground = draw.Pick("ground", new Vector3(0.36f, 0.43f, 0.24f), new(0.45f, 0.50f, 0.30f), new(0.62f, 0.56f, 0.45f), new(0.85f, 0.86f, 0.88f), new(0.50f, 0.48f, 0.44f));
    private readonly Vector3 leaves = draw.Pick("leaves", new Vector3(0.78f, 1.18f, 0.62f), new(0.98f, 1.07f, 0.8f), new(1.13f, 1, 0.75f));
    private readonly float height = draw.Between("height", 0.5, 9);
    private readonly float patchy = draw.Between("patchy", 0.1, 0.6);
    private readonly float sky = draw.Between("sky", 0.65, 0.98);
    private readonly float blue = draw.Between("blue", 0, 0.25);
    private readonly float rough = draw.Between("rough", 0.08, 0.35);

    protected override float WallHeight(float x) => height * (0.5f + Texture.Rough(0.22f * x, 3.3f, 5));

    protected override Vector3 Wall(float x, float y) =>
        leaves * (Brightness * (1 + (patchy * (Texture.Rough(0.9f * x, 0.9f * y, 5) - 0.5f) * 2)));

    protected override Vector3 Ground(float x, float z, float before) =>
        AsGround(ground) * (1 + (rough * (Texture.Rough(2.5f * x, 1.2f * z, 5) - 0.5f) * 2) + (0.25f * (Texture.Rough(0.25f * x, 0.12f * z, 2) - 0.5f)));

    protected override Vector3 Sky(float rise)
    {
        var high = Math.Clamp(3 * rise, 0, 1);
        return sky * new Vector3(1 - (blue * high), 1 - (0.5f * blue * high), 1);
    }
}

/// <summary>An open even ground that fades into a bright haze, as on a sports ground in winter.</summary>
internal sealed class OpenBackdrop(ClipDraw draw, float distance, float brightness, float groundBrightness) : Backdrop(draw, distance, brightness, groundBrightness)
{
    private readonly float rough = draw.Between("rough", 0.02, 0.15);
    private readonly float border = draw.Between("border", 0.6, 2.5);

    protected override float WallHeight(float x) => border * (0.8f + (0.4f * Texture.Rough(0.1f * x, 0, 3)));

    protected override Vector3 Wall(float x, float y) => Tint * (Brightness * (0.92f + (0.16f * Texture.Rough(0.4f * x, 0.8f * y, 4))));

    protected override Vector3 Ground(float x, float z, float before) =>
        new(GroundBrightness + (rough * (Texture.Rough(1.5f * x, 0.8f * z, 4) - 0.5f) * 2) + ((Brightness - GroundBrightness) * Math.Clamp((z - 8) / 40, 0, 0.5f)));

    protected override Vector3 Sky(float rise) => Tint * MathF.Min(1, Brightness + 0.12f);
}

/// <summary>A room: a wall with a skirting board, at times with pictures, a door or a cupboard, and a floor of wood, tiles or carpet.</summary>
internal sealed class RoomBackdrop(ClipDraw draw, float distance, float brightness, float groundBrightness) : Backdrop(draw, distance, brightness, groundBrightness)
{
    private readonly float vignette = draw.Between("vignette", 0, 0.25);
    private readonly float middle = draw.Between("middle", -2, 2);
    private readonly float skirting = draw.Between("skirting", -0.35, 0.2);
    private readonly Furniture[] things = [.. Enumerable.Range(0, draw.Fork("things").Below(0, 5)).Select(i => Furniture.Of(draw.Fork($"thing {i}")))];
    private readonly Vector3 floor = draw.Pick("floor", new Vector3(0.58f, 0.42f, 0.28f), new(0.45f, 0.43f, 0.42f), new(0.7f, 0.68f, 0.62f), new(0.30f, 0.32f, 0.36f), new(0.55f, 0.5f, 0.42f));
    private readonly float tiles = draw.Between("tiles", 0.15, 0.6);
    private readonly float lines = draw.Chance("carpet", 0.4) ? 0 : draw.Between("lines", 0.04, 0.15);

    protected override Vector3 Wall(float x, float y)
    {
        var tone = Brightness * (1 - (vignette * MathF.Min(1, 0.06f * (x - middle) * (x - middle))) + (0.04f * (Texture.Rough(2 * x, 2 * y, 3) - 0.5f)));
        var colour = Tint * (y < 0.1f ? tone + skirting : tone);
        foreach (var thing in things)
        {
            if (thing.Covers(x, y))
            {
                colour = (thing.Tone(x, y) * Tint) + new Vector3(0.1f * (Texture.Rough(3 * x, 3 * y, 2) - 0.5f));
            }
        }

        return colour;
    }

    protected override Vector3 Ground(float x, float z, float before)
    {
        var isLine = (x + 100) % tiles < 0.025f || (lines > 0.1f && (z + 100) % tiles < 0.025f);
        return AsGround(floor) * (1 + (0.12f * (Texture.Rough(1.2f * x, 5 * z, 3) - 0.5f)) - (isLine ? lines : 0) - (0.2f * MathF.Exp(-3 * before)));
    }
}

/// <summary>A picture, window, door or cupboard at a wall: a rectangle with a frame, in metres.</summary>
internal readonly record struct Furniture(float Left, float Bottom, float Width, float Height, float Value)
{
    private const float Frame = 0.05f;

    public static Furniture Of(ClipDraw draw)
    {
        var isTall = draw.Chance("tall", 0.4);
        return new Furniture(
            draw.Between("left", -4, 4),
            isTall ? 0 : draw.Between("bottom", 0.7, 1.5),
            isTall ? draw.Between("width", 0.7, 1.3) : draw.Between("width", 0.3, 1.1),
            isTall ? draw.Between("height", 1.2, 2.2) : draw.Between("height", 0.3, 0.9),
            draw.Between("value", 0.15, 0.9));
    }

    public bool Covers(float x, float y) => x > Left && x < Left + Width && y >= Bottom && y < Bottom + Height;

    /// <summary>Its brightness; the frame is darker.</summary>
    public float Tone(float x, float y)
    {
        var isFrame = x < Left + Frame || x > Left + Width - Frame || y > Bottom + Height - Frame || (Bottom > 0 && y < Bottom + Frame);
        return isFrame ? 0.8f * Value : Value;
    }
}

namespace Kinora.Synthesis.Scenes;

/// <summary>Smooth random textures: the same number at the same place, 0 to 1.</summary>
internal readonly struct Noise(uint seed)
{
    /// <summary>A number for a cell of a grid.</summary>
    public float Cell(int x, int y)
    {
        var hash = seed + ((uint)x * 0x9E3779B1) + ((uint)y * 0x85EBCA77);
        hash = (hash ^ (hash >> 15)) * 0x2C1B3C6D;
        hash = (hash ^ (hash >> 12)) * 0x297A2D39;
        return (hash ^ (hash >> 15)) * (1f / 4294967296f);
    }

    /// <summary>A number that changes smoothly over a length of 1.</summary>
    public float At(float x, float y)
    {
        var (column, row) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (fx, fy) = (x - column, y - row);
        (fx, fy) = (fx * fx * (3 - (2 * fx)), fy * fy * (3 - (2 * fy)));
        var above = float.Lerp(Cell(column, row), Cell(column + 1, row), fx);
        var below = float.Lerp(Cell(column, row + 1), Cell(column + 1, row + 1), fx);
        return float.Lerp(above, below, fy);
    }

    /// <summary>Large and small changes together, as in earth, leaves and plaster.</summary>
    /// <param name="x">Place.</param>
    /// <param name="y">Place.</param>
    /// <param name="layers">Each is half as large and half as strong as the one before.</param>
    public float Rough(float x, float y, int layers)
    {
        var (sum, weight, whole) = (0f, 1f, 0f);
        for (var i = 0; i < layers; i++)
        {
            sum += weight * At(x, y);
            whole += weight;
            weight *= 0.5f;
            (x, y) = ((2.03f * x) + 17.3f, (2.03f * y) + 5.9f);
        }

        return sum / whole;
    }
}

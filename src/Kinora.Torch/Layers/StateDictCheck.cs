using Kinora.Torch.Serialization;

namespace Kinora.Torch.Layers;

/// <summary>Compares a state dict with the one a module has.</summary>
internal static class StateDictCheck
{
    private const int Shown = 5;

    /// <param name="own">The tensors that are to get new values.</param>
    /// <param name="given">Names and shapes of the values.</param>
    /// <param name="module">Whose tensors they are, for the message.</param>
    /// <exception cref="WeightsException">Names or shapes differ.</exception>
    public static void RequireSame(IReadOnlyDictionary<string, Tensor> own, IEnumerable<(string Name, IReadOnlyList<long> Shape)> given, string module)
    {
        var shapes = given.ToDictionary(item => item.Name, item => item.Shape);
        var missing = own.Keys.Where(name => !shapes.ContainsKey(name));
        var unexpected = shapes.Keys.Where(name => !own.ContainsKey(name));
        var reshaped = own
            .Where(item => shapes.TryGetValue(item.Key, out var shape) && !shape.SequenceEqual(item.Value.Shape))
            .Select(item => $"{item.Key} {Tensor.ShapeText([.. shapes[item.Key]])} where {Tensor.ShapeText(item.Value.Shape)} is expected");
        var problems = new[] { List("missing", missing), List("unexpected", unexpected), List("of another shape", reshaped) }.OfType<string>().ToArray();
        if (problems.Length > 0)
        {
            throw new WeightsException($"these weights do not fit {module}: {string.Join("; ", problems)}");
        }
    }

    private static string? List(string what, IEnumerable<string> items)
    {
        var all = items.ToArray();
        return all.Length switch
        {
            0 => null,
            <= Shown => $"{what}: {string.Join(", ", all)}",
            _ => $"{what}: {string.Join(", ", all[..Shown])} and {all.Length - Shown} more",
        };
    }
}

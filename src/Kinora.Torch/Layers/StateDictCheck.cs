using Kinora.Torch.Serialization;

namespace Kinora.Torch.Layers;

/// <summary>Compares a state dict with the one a module has.</summary>
internal static class StateDictCheck
{
    private const int Shown = 5;

    public static void RequireSame(IReadOnlyDictionary<string, Tensor> own, IReadOnlyDictionary<string, Tensor> given, string module)
    {
        var missing = own.Keys.Where(name => !given.ContainsKey(name));
        var unexpected = given.Keys.Where(name => !own.ContainsKey(name));
        var reshaped = own
            .Where(item => given.TryGetValue(item.Key, out var value) && !value.Shape.AsSpan().SequenceEqual(item.Value.Shape))
            .Select(item => $"{item.Key} {Text(given[item.Key])} where {Text(item.Value)} is expected");
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

    private static string Text(Tensor tensor) => Tensor.ShapeText(tensor.Shape);
}

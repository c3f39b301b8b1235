using System.Text.RegularExpressions;
using Kinora.Torch;

namespace Kinora.Models.Weights;

/// <summary>
/// Weights of a network for pictures, made fit for one for clips after Carreira and Zisserman, "Quo Vadis, Action Recognition?",
/// https://arxiv.org/abs/1705.07750: a kernel is repeated along time and divided by its length there, so that a clip that shows
/// one picture all the time gives what the picture gave. That holds where the kernel does not reach beyond the clip's first or
/// last frame, for padding shows black.
/// </summary>
public static partial class Inflation
{
    /// <summary>
    /// The part of a 3-D network's state that a 2-D network's weights can fill. They go to the parameter of the same name, or
    /// from torchvision's ResNets to its video ResNets' names (conv1 to stem.0, layer1.0.bn2 to layer1.0.conv2.1, and so on).
    /// Convolutions (out, in, H, W) are inflated to (out, in, T, H, W); everything else fits where its shape is the same. What
    /// fits nowhere, such as a last layer for other classes, is left out.
    /// </summary>
    /// <param name="flat">The 2-D network's parameters and buffers by name.</param>
    /// <param name="own">The 3-D network's; only names and shapes count.</param>
    /// <returns>
    /// Tensors under the 3-D network's names, in its order. Inflated ones are new and belong to the scope open at the call; the
    /// others are those of <paramref name="flat"/>.
    /// </returns>
    public static IReadOnlyDictionary<string, Tensor> Inflate(IReadOnlyDictionary<string, Tensor> flat, IReadOnlyDictionary<string, Tensor> own)
    {
        var inflated = new OrderedDictionary<string, Tensor>();
        foreach (var (name, value) in own)
        {
            if (Find(flat, name, own) is { } source && Fit(source, value.Shape) is { } fitting)
            {
                inflated.Add(name, fitting);
            }
        }

        return inflated;
    }

    private static Tensor? Find(IReadOnlyDictionary<string, Tensor> flat, string name, IReadOnlyDictionary<string, Tensor> own)
    {
        if (flat.TryGetValue(name, out var same))
        {
            return same;
        }

        if (ConvolutionAndNorm().Match(name) is not { Success: true } match)
        {
            return null;
        }

        // A block such as r2plus1d_18's has two convolutions where the picture's network has one: its batch norm is another's.
        var group = match.Groups["group"].Value;
        if (!own.ContainsKey($"{group}.0.weight"))
        {
            return null;
        }

        var layer = match.Groups["layer"].Value;
        var number = match.Groups["number"] is { Success: true, Value: var digits } ? digits : "1";
        var kind = match.Groups["part"].Value == "0" ? "conv" : "bn";
        return flat.GetValueOrDefault($"{layer}{kind}{number}.{match.Groups["rest"].Value}");
    }

    private static Tensor? Fit(Tensor source, long[] shape)
    {
        if (source.Shape.AsSpan().SequenceEqual(shape))
        {
            return source;
        }

        if (source.Shape is not [var outputs, var inputs, var height, var width] || shape is not [_, _, var frames, _, _] ||
            !shape.AsSpan().SequenceEqual([outputs, inputs, frames, height, width]))
        {
            return null;
        }

        using var noGrad = Autograd.NoGrad();
        using var scope = new TensorScope();
        return scope.Return(source.Div((double)frames).Unsqueeze(2).Repeat([1, 1, frames, 1, 1]));
    }

    // stem.0.weight, or layer1.0.conv2.1.running_mean.
    [GeneratedRegex(@"^(?<group>stem|(?<layer>layer\d+\.\d+\.)conv(?<number>\d+))\.(?<part>[01])\.(?<rest>\w+)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConvolutionAndNorm();
}

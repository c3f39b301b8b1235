namespace Kinora.Torch.Layers;

/// <summary>
/// A batch of sequences without their masked steps, packed as libtorch's recurrent networks take it: sorted by length, step after step.
/// Masked steps may lie anywhere: the others move to the front, in order, and go back to their places afterwards.
/// </summary>
internal sealed class MaskedSequences
{
    private readonly bool batchFirst;
    private readonly long steps;
    private readonly Tensor sortedOrder;
    private readonly Tensor originalOrder;
    private readonly Tensor? places;

    /// <param name="input">(N, T, C), or (T, N, C).</param>
    /// <param name="mask">(N, T) of truth values: false for steps that are only padding.</param>
    /// <param name="batchFirst">Which of the two forms the input has.</param>
    /// <exception cref="ArgumentException">The mask has another shape or type, or leaves nothing of a sequence.</exception>
    public MaskedSequences(Tensor input, Tensor mask, bool batchFirst)
    {
        var (batchDimension, timeDimension) = batchFirst ? (0, 1) : (1, 0);
        var (count, steps) = ((int)input.Shape[batchDimension], (int)input.Shape[timeDimension]);
        if (mask.DType != DType.Bool || !mask.Shape.AsSpan().SequenceEqual([count, steps]))
        {
            throw new ArgumentException($"a mask is of truth values and shape (N, T), here ({count}, {steps}); found {mask}", nameof(mask));
        }

        (this.batchFirst, this.steps) = (batchFirst, steps);
        var kept = mask.To(Device.Cpu).ToArray<bool>();
        var lengths = new long[count];
        var sources = new long[count * steps];
        for (var n = 0; n < count; n++)
        {
            lengths[n] = MoveKeptToFront(kept.AsSpan(n * steps, steps), sources.AsSpan(n * steps, steps));
            if (lengths[n] == 0)
            {
                throw new ArgumentException($"the mask leaves no step of sequence {n}", nameof(mask));
            }
        }

        if (!IsIdentity(sources, steps))
        {
            input = input.Gather(timeDimension, TimeIndex(sources, input));
            places = TimeIndex(Inverse(sources, steps), input);
        }

        long[] order = [.. Enumerable.Range(0, count).OrderByDescending(n => lengths[n]).Select(n => (long)n)];
        sortedOrder = Tensor.From<long>(order, count).To(input.Device);
        originalOrder = Tensor.From<long>(Inverse(order, count), count).To(input.Device);
        var sortedLengths = Tensor.From<long>([.. order.Select(n => lengths[n])], count);
        (Data, BatchSizes) = Ops.PackPaddedSequence(input.IndexSelect(batchDimension, sortedOrder), sortedLengths, batchFirst);
    }

    /// <summary>Steps of all sequences, (sum of lengths, C).</summary>
    public Tensor Data { get; }

    /// <summary>How many sequences each step still has, int64 on the CPU.</summary>
    public Tensor BatchSizes { get; }

    /// <summary>Puts an initial state (layers · directions, N, hidden) into the order of the packed sequences.</summary>
    public Tensor Sort(Tensor state) => state.IndexSelect(1, sortedOrder);

    /// <summary>Puts a final state back into the order of the input.</summary>
    public Tensor Unsort(Tensor state) => state.IndexSelect(1, originalOrder);

    /// <summary>Packed output as (N, T, hidden), or (T, N, hidden), each step at its place; zeros at masked steps.</summary>
    public Tensor Unpack(Tensor data)
    {
        var (padded, _) = Ops.PadPackedSequence(data, BatchSizes, batchFirst, 0, steps);
        var output = padded.IndexSelect(batchFirst ? 0 : 1, originalOrder);
        return places is null ? output : output.Gather(batchFirst ? 1 : 0, Widen(places, output.Shape[2]));
    }

    /// <summary>Writes the numbers of kept steps, then those of the others; returns how many are kept.</summary>
    private static int MoveKeptToFront(ReadOnlySpan<bool> kept, Span<long> sources)
    {
        var front = 0;
        var back = kept.Count(true);
        for (var t = 0; t < kept.Length; t++)
        {
            sources[kept[t] ? front++ : back++] = t;
        }

        return front;
    }

    private static bool IsIdentity(long[] sources, int steps)
    {
        for (var i = 0; i < sources.Length; i++)
        {
            if (sources[i] != i % steps)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Inverts each group of <paramref name="length"/> numbers, a permutation of 0 to length - 1.</summary>
    private static long[] Inverse(long[] permutations, int length)
    {
        var inverse = new long[permutations.Length];
        for (var i = 0; i < permutations.Length; i++)
        {
            var start = i / length * length;
            inverse[start + permutations[i]] = i - start;
        }

        return inverse;
    }

    private Tensor TimeIndex(long[] numbers, Tensor like)
    {
        var index = Tensor.From<long>(numbers, numbers.Length / steps, steps).To(like.Device);
        return Widen((batchFirst ? index : index.T()).Unsqueeze(2), like.Shape[2]);
    }

    private static Tensor Widen(Tensor index, long features) => index.Narrow(2, 0, 1).Expand([-1, -1, features]);
}

using Kinora.Data.Loading;
using Kinora.Video;

namespace Kinora.Data.Audit;

/// <summary>
/// Finds clips that show the same: copies that were encoded anew, scaled, mirrored or cut. Reading the clips takes nearly all
/// of the time; of the pairs only those that <see cref="CandidateIndex"/> names are compared.
/// </summary>
internal sealed class NearDuplicates
{
    // Around the offsets that the index names: a sign may turn a moment early or late.
    private const int Around = 2;

    // Signatures held in memory; with more, those on disk are read again.
    private const long Room = 512L << 20;

    private readonly DataSet data;
    private readonly IReadOnlyList<int> among;
    private readonly SignatureCache cache;
    private readonly int workers;
    private readonly Brief?[] clips;
    private readonly Dictionary<int, MotionSignature> held = [];
    private readonly Lock gate = new();
    private long heldBytes;

    /// <param name="data">The clips.</param>
    /// <param name="among">Numbers of those to compare.</param>
    /// <param name="cache">Keeps signatures.</param>
    /// <param name="workers">Threads, from 1; they change nothing but the time.</param>
    public NearDuplicates(DataSet data, IReadOnlyList<int> among, SignatureCache cache, int workers)
    {
        this.data = data;
        this.among = among;
        this.cache = cache;
        this.workers = workers;
        clips = new Brief?[among.Count];
    }

    /// <summary>The files that cannot be read.</summary>
    public List<ClipProblem> Broken { get; } = [];

    /// <summary>The form of every clip that could be read, by its number.</summary>
    public IReadOnlyDictionary<int, ClipForm> Forms => among.Index().Where(clip => clips[clip.Index] is not null).ToDictionary(clip => clip.Item, clip => clips[clip.Index]!.Form);

    /// <summary>Clips too short to be compared by their motion.</summary>
    public IReadOnlyList<int> TooShort => [.. among.Where((_, place) => clips[place] is { } clip && clip.Frames < MotionMatch.LeastFrames)];

    /// <summary>Reads the clips.</summary>
    /// <param name="progress">Told how many of how many are done.</param>
    /// <param name="cancel">Stops.</param>
    public void Read(IProgress<(int Done, int Total)>? progress, CancellationToken cancel)
    {
        foreach (var (place, (clip, problem)) in OrderedWork.Run(among, Open, workers, ahead: 64, cancel).Index())
        {
            clips[place] = clip;
            if (problem is not null)
            {
                Broken.Add(problem);
            }

            progress?.Report((place + 1, among.Count));
        }
    }

    /// <summary>The pairs of copies, in order of their numbers; to be called after <see cref="Read"/>.</summary>
    public IReadOnlyList<CopyPair> Pairs(CancellationToken cancel)
    {
        var index = new CandidateIndex([.. clips.Select(clip => clip is { Moves: true } && clip.Frames >= MotionMatch.LeastFrames ? clip.Marks : null)]);
        int[] places = [.. Enumerable.Range(0, clips.Length)];
        return
        [
            .. OrderedWork.Run(places, place => Moving(index, place).Concat(Still(place)).ToList(), workers, ahead: 64, cancel).SelectMany(pairs => pairs)
                .OrderBy(pair => pair.First).ThenBy(pair => pair.Second),
        ];
    }

    private (Brief? Clip, ClipProblem? Problem) Open(int number)
    {
        try
        {
            var signature = cache.Get(data.Samples[number]);
            Hold(number, signature);
            return (new Brief(signature.Form, signature.Frames, signature.Moves, signature.Moves ? signature.Marks : null, signature.Moves ? null : signature.Picture), null);
        }
        catch (VideoException e)
        {
            return (null, new ClipProblem(data.Samples[number], e.Message));
        }
    }

    private IEnumerable<CopyPair> Moving(CandidateIndex index, int place)
    {
        foreach (var (other, offsets) in index.Of(place))
        {
            // The index calls moment 0 of the other clip a moment of this one; here the clip with the lower number comes first.
            var (first, second) = (Signature(among[other]), Signature(among[place]));
            var near = offsets.SelectMany(offset => Enumerable.Range(-offset - Around, (2 * Around) + 1)).Distinct();
            if (MotionMatch.Best(first, second, near) is { Score: >= MotionMatch.Copy } match)
            {
                yield return CopyPair.OfMatch(among[other], among[place], match, first, second);
            }
        }
    }

    private IEnumerable<CopyPair> Still(int place)
    {
        if (clips[place]?.Picture is not { } picture)
        {
            yield break;
        }

        for (var other = 0; other < place; other++)
        {
            if (clips[other]?.Picture is { } earlier && StillPicture.Same(earlier, picture) is { } isMirrored)
            {
                yield return CopyPair.OfStill(among[other], among[place], isMirrored, clips[other]!.Form, clips[place]!.Form);
            }
        }
    }

    private MotionSignature Signature(int number)
    {
        lock (gate)
        {
            if (held.TryGetValue(number, out var known))
            {
                return known;
            }
        }

        var signature = cache.Get(data.Samples[number]);
        Hold(number, signature);
        return signature;
    }

    private void Hold(int number, MotionSignature signature)
    {
        lock (gate)
        {
            if (heldBytes + signature.Waves.Length > Room)
            {
                held.Clear();
                heldBytes = 0;
            }

            if (held.TryAdd(number, signature))
            {
                heldBytes += signature.Waves.Length;
            }
        }
    }

    private sealed record Brief(ClipForm Form, int Frames, bool Moves, int[]? Marks, byte[]? Picture);
}

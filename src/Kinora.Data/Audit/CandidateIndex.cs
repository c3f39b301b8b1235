namespace Kinora.Data.Audit;

/// <summary>
/// Finds the few pairs of clips that are worth an exact comparison: moments are filed by the words of their marks, and clips
/// that share three or more words at one offset in time are candidates. The work grows with the moments of all clips times
/// the moments filed under one of 65,536 words, not with the pairs of clips.
/// </summary>
internal sealed class CandidateIndex
{
    private const int EnoughVotes = 3;
    private const int OffsetsOfPair = 6;

    // A mirrored key is odd; offsets fit in 20 bits, shifted to be positive; the clip's number stands above them.
    private const int OffsetBits = 20;
    private const int Middle = 1 << (OffsetBits - 1);

    private readonly IReadOnlyList<int[]?> marks;
    private readonly List<(int Clip, int Moment)>[][] filed;

    /// <param name="marks">Marks of each clip; null for clips that are not to be compared.</param>
    public CandidateIndex(IReadOnlyList<int[]?> marks)
    {
        this.marks = marks;
        filed = [.. Enumerable.Range(0, MotionMark.Words).Select(_ => new List<(int, int)>[1 << 16])];
        foreach (var (clip, ofClip) in marks.Index())
        {
            foreach (var (moment, mark) in (ofClip ?? []).Index().Where(one => MotionMark.IsActive(one.Item)))
            {
                for (var word = 0; word < MotionMark.Words; word++)
                {
                    (filed[word][MotionMark.Word(mark, word)] ??= []).Add((clip, moment));
                }
            }
        }
    }

    /// <summary>The clips with a lower number that may be copies of this one, each with the offsets to try: moments of this clip where the other one begins.</summary>
    public IReadOnlyList<(int Clip, IReadOnlyList<int> Offsets)> Of(int clip)
    {
        var votes = Votes(clip);
        votes.Sort();
        var counted = new List<(long Key, int Votes)>();
        foreach (var key in votes)
        {
            if (counted.Count > 0 && counted[^1].Key == key)
            {
                counted[^1] = (key, counted[^1].Votes + 1);
            }
            else
            {
                counted.Add((key, 1));
            }
        }

        return
        [
            .. from place in Enumerable.Range(0, counted.Count)
               let sum = Near(counted, place)
               where sum >= EnoughVotes
               let key = counted[place].Key
               group (sum, Offset: OffsetOf(key)) by ClipOf(key) into pair
               orderby pair.Key
               select (pair.Key, (IReadOnlyList<int>)[.. pair.OrderByDescending(one => one.sum).ThenBy(one => one.Offset).Select(one => one.Offset).Distinct().Take(OffsetsOfPair)]),
        ];
    }

    // Keys of one clip and one side of the mirror differ by 1 where their offsets do.
    private static long KeyOf(int clip, bool isMirrored, int offset) => (((((long)clip << 1) | (isMirrored ? 1L : 0L)) << OffsetBits) + offset) + Middle;

    private static int ClipOf(long key) => (int)(key >> (OffsetBits + 1));

    private static int OffsetOf(long key) => (int)(key & ((1 << OffsetBits) - 1)) - Middle;

    private static int Near(List<(long Key, int Votes)> counted, int place) =>
        counted[place].Votes
        + (place > 0 && counted[place - 1].Key == counted[place].Key - 1 ? counted[place - 1].Votes : 0)
        + (place < counted.Count - 1 && counted[place + 1].Key == counted[place].Key + 1 ? counted[place + 1].Votes : 0);

    private List<long> Votes(int clip)
    {
        var votes = new List<long>();
        foreach (var (moment, mark) in (marks[clip] ?? []).Index().Where(one => MotionMark.IsActive(one.Item)))
        {
            for (var word = 0; word < MotionMark.Words; word++)
            {
                Collect(mark, isMirrored: false);
                Collect(MotionMark.Mirrored(mark), isMirrored: true);

                void Collect(int looked, bool isMirrored)
                {
                    foreach (var (other, at) in filed[word][MotionMark.Word(looked, word)] ?? [])
                    {
                        // Filed in order of clips.
                        if (other >= clip)
                        {
                            break;
                        }

                        votes.Add(KeyOf(other, isMirrored, moment - at));
                    }
                }
            }
        }

        return votes;
    }
}

using Kinora.Video.Interop;

namespace Kinora.Video.Decoding;

/// <summary>A picture as it stands in the file: its packet, its time, and its place in the codec's own order where that is known.</summary>
internal readonly record struct CodedPicture(int Packet, long Time, long Duration, long Order, VideoNative.PacketFlags Flags)
{
    public bool Has(VideoNative.PacketFlags flag) => Flags.HasFlag(flag);
}

/// <summary>The order in which a decoder shows pictures that are stored in the order of decoding.</summary>
internal static class PresentationOrder
{
    /// <summary>The pictures in the order of presentation; null where it is not certain, or the decoder may drop some.</summary>
    public static IReadOnlyList<CodedPicture>? Of(List<CodedPicture> pictures, string codec, int reorderDepth)
    {
        if (pictures.Count == 0 || !pictures[0].Has(VideoNative.PacketFlags.Start))
        {
            return null;
        }

        return pictures.Exists(picture => picture.Time == VideoNative.NoTime)
            ? codec == "mpeg4" ? ByType(pictures) : null
            : ByTime(pictures, codec is "h264" or "hevc" ? reorderDepth : int.MaxValue);
    }

    /// <summary>MPEG-4 without times: a picture that others lean on is shown when the next such comes, all others at once.</summary>
    private static List<CodedPicture>? ByType(List<CodedPicture> pictures)
    {
        var shown = new List<CodedPicture>(pictures.Count);
        CodedPicture? held = null;
        foreach (var picture in pictures)
        {
            if (picture.Has(VideoNative.PacketFlags.Bidirectional))
            {
                if (held is null || shown.Count == 0)
                {
                    // It leans on a picture that is not there.
                    return null;
                }

                shown.Add(picture);
                continue;
            }

            if (held is { } earlier)
            {
                shown.Add(earlier);
            }

            held = picture;
        }

        if (held is { } last)
        {
            shown.Add(last);
        }

        return shown;
    }

    /// <summary>
    /// By time, if the codec's own order agrees, nothing is shown before the first key frame (it would lean on what is not there), and the
    /// decoder looks ahead far enough to sort.
    /// </summary>
    private static CodedPicture[]? ByTime(List<CodedPicture> pictures, int reorderDepth)
    {
        var places = Enumerable.Range(0, pictures.Count).OrderBy(n => pictures[n].Time).ToArray();
        if (places[0] != 0)
        {
            return null;
        }

        var lastCoded = 0;
        for (var place = 1; place < places.Length; place++)
        {
            lastCoded = Math.Max(lastCoded, places[place]);
            var sameTime = pictures[places[place]].Time == pictures[places[place - 1]].Time;
            // Before this one can be shown, those coded before the last of them must be.
            if (sameTime || lastCoded - place > reorderDepth)
            {
                return null;
            }
        }

        return AgreesWithCodec(pictures) ? [.. places.Select(n => pictures[n])] : null;
    }

    /// <summary>The codec counts anew at some key frames, so its order is compared between one and the next.</summary>
    private static bool AgreesWithCodec(List<CodedPicture> pictures)
    {
        for (var first = 0; first < pictures.Count;)
        {
            var end = first + 1;
            while (end < pictures.Count && !pictures[end].Has(VideoNative.PacketFlags.Start))
            {
                end++;
            }

            var group = pictures.GetRange(first, end - first);
            var known = group.TrueForAll(picture => picture.Order != VideoNative.NoTime);
            if (known && !group.OrderBy(picture => picture.Order).Select(picture => picture.Time).SequenceEqual(group.Select(picture => picture.Time).Order()))
            {
                return false;
            }

            first = end;
        }

        return true;
    }
}

namespace Kinora.Data.Audit;

/// <summary>Compares clips in which nothing moves by their mean pictures, strictly: such clips of one room are alike in nearly all.</summary>
internal static class StillPicture
{
    /// <summary>Height and width of a mean picture.</summary>
    public const int Side = 16;

    // Of 255. x264 at CRF 34 and 36 moves single squares of a test picture with hard edges by up to 5.3, and the mean of all by less than 1.
    private const int MostDifference = 6;

    /// <summary>Whether two mean pictures are the same, as they are or mirrored.</summary>
    /// <returns>Whether mirrored; null where they differ.</returns>
    public static bool? Same(byte[] first, byte[] second) =>
        Differs(first, second, isMirrored: false) ? Differs(first, second, isMirrored: true) ? null : true : false;

    private static bool Differs(byte[] first, byte[] second, bool isMirrored)
    {
        for (var i = 0; i < first.Length; i++)
        {
            var other = isMirrored ? i - (i % Side) + (Side - 1 - (i % Side)) : i;
            if (Math.Abs(first[i] - second[other]) > MostDifference)
            {
                return true;
            }
        }

        return false;
    }
}

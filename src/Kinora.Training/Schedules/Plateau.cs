namespace Kinora.Training.Schedules;

/// <summary>
/// PyTorch's <c>ReduceLROnPlateau</c> with its defaults (smaller is better, by a share of 1e-4; no cooldown; no least rate), replayed
/// from the losses of all epochs so far.
/// </summary>
internal static class Plateau
{
    // A loss must be below this share of the best one to count as lower.
    private const double Threshold = 1 - 1e-4;

    // Smaller steps of the rate than this are not made.
    private const double SmallestStep = 1e-8;

    /// <summary>The rate after epochs of these losses.</summary>
    /// <param name="initial">The rate at first.</param>
    /// <param name="factor">What the rate is multiplied by.</param>
    /// <param name="patience">Epochs in a row without a lower loss that are borne; the next one lowers the rate.</param>
    /// <param name="losses">Of each epoch, in order. One that is no number is not lower.</param>
    public static double Rate(double initial, double factor, int patience, IEnumerable<double> losses)
    {
        var (rate, best, waited) = (initial, double.PositiveInfinity, 0);
        foreach (var loss in losses)
        {
            if (loss < best * Threshold)
            {
                (best, waited) = (loss, 0);
                continue;
            }

            if (++waited > patience)
            {
                waited = 0;
                rate = rate - (rate * factor) > SmallestStep ? rate * factor : rate;
            }
        }

        return rate;
    }
}

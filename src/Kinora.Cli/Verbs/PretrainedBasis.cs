using Kinora.Cli.Options;
using Kinora.Data.Loading;
using Kinora.Models;
using Kinora.Models.Weights;
using Kinora.Training;

namespace Kinora.Cli.Verbs;

/// <summary>Defaults of <see cref="TrainingOptions"/> that weights to begin with bring.</summary>
internal static class PretrainedBasis
{
    /// <summary>For the option of that key.</summary>
    public static OptionBasis Of(string key) => new(key, OfWeights);

    /// <summary>Options that show videos as the weights saw them; null where nobody knows how, or the weights are not there, which is told later.</summary>
    private static TrainingOptions? OfWeights(string fileOrName)
    {
        try
        {
            return PretrainedSource.Find(fileOrName, CacheFolder.Weights).Preprocessing() is { } preprocessing ? new TrainingOptions().WithPreprocessing(preprocessing) : null;
        }
        catch (ModelException)
        {
            return null;
        }
    }
}

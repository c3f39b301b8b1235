using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Cli.Verbs;
using Kinora.Results;
using Kinora.Training;

namespace Kinora.Cli.Studies;

/// <summary>A study's folder and options, where one that was cut off goes on.</summary>
internal static class ResumedStudy
{
    /// <summary>The options as the study began with them, under those of the machine that are given now.</summary>
    /// <param name="verb">The verb that goes on.</param>
    /// <param name="values">What is given now.</param>
    /// <param name="named">The study's folder, or its name in the folder of the runs.</param>
    /// <param name="mayGrow">Options of the verb that may be given anew as well.</param>
    /// <exception cref="ResultsException">There is no such study.</exception>
    /// <exception cref="OptionsException">Something is given that would change its trials.</exception>
    public static (OptionValues Values, RunFolder Folder) Open(Verb verb, OptionValues values, string named, params IReadOnlyList<string> mayGrow) =>
        ResumedRun.Open(
            verb,
            values,
            named,
            folder => StudyRecord.IsIn(folder) && StudyRecord.Load(folder).Verb == verb.Name ? null : $"is no folder of {verb.Name}: it lacks trials.json of {verb.Name}; give one that 'kinora {verb.Name}' made",
            mayGrow);

    /// <summary>A new study's folder, with what was asked for.</summary>
    /// <param name="verb">The verb that begins.</param>
    /// <param name="values">Its options.</param>
    public static RunFolder Begin(Verb verb, OptionValues values)
    {
        var options = values.Get<TrainingOptions>();
        var folder = RunFolder.Create(options.Runs, options.Name);
        Note(verb, values, folder);
        RunEnvironment.Save(folder, options);

        // Checkpoints and plots are in its trials.
        Directory.Delete(folder.Checkpoints);
        Directory.Delete(folder.Plots);
        return folder;
    }

    /// <summary>Writes down what is asked for, for whoever goes on later.</summary>
    public static void Note(Verb verb, OptionValues values, RunFolder folder) =>
        AtomicFile.WriteText(folder.Recipe, values.ToGivenRecipe($"kinora {verb.Name}, {folder.Name}: what was asked for", without: ["json", "name", "runs", "resume"]));
}

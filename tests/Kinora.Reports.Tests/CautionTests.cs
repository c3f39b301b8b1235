using Kinora.Reports.Content;
using Kinora.Results;

namespace Kinora.Tests.Reports;

public class CautionTests
{
    private static readonly Protocol Whole = new() { Data = "made up", Split = "whole groups (person)", Level = ScoreLevel.Video, Views = 1, Frames = 16, SettingsChosenOn = "the data's validation list", GroupKind = "person" };

    [Fact]
    public void What_is_known_against_the_score_comes_first()
    {
        var caution = Cautions(Whole with { Split = "random", Caution = "3 of 20 measured clips share their person with a training clip" })[0];

        Assert.Equal("Training and measured clips are not kept apart", caution.Heading);
        Assert.Equal("3 of 20 measured clips share their person with a training clip.", caution.Text);
    }

    [Fact]
    public void A_random_split_of_known_persons_is_told()
    {
        Assert.Equal("The persons were not kept apart", Cautions(Whole with { Split = "random, stratified" })[0].Heading);
    }

    [Fact]
    public void Persons_kept_apart_and_many_clips_leave_what_no_score_can_tell()
    {
        Assert.Equal(
            ["One training, one division", "Earlier attempts are not counted", "Only what is in the data was measured"],
            Cautions(Whole).Select(caution => caution.Heading));
    }

    // 40 persons with 20 clips of each of two classes, 35 to 37 of the 40 named right: a narrow interval.
    private static IReadOnlyList<Caution> Cautions(Protocol protocol)
    {
        var clips = from person in Enumerable.Range(0, 40)
                    from number in Enumerable.Range(0, 40)
                    let isRight = number >= 3 + (person % 3)
                    select new ClipScore($"{person}-{number}.mp4", $"person {person}", number % 2, (number % 2 == 0) == isRight ? [0.9f, 0.1f] : [0.1f, 0.9f]);
        return Caution.Of(RunResults.Of(new Scores(["walk", "run"], [.. clips]), protocol, 1, []));
    }
}

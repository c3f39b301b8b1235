using Kinora.Cli.Shell;
using Kinora.Cli.Verbs;

return await new Application(AllVerbs.List).Run(args, Terminal.OfProcess());

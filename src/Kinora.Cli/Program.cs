using Kinora.Cli.Shell;
using Kinora.Cli.Verbs;

ProcessEnd.Leave(await new Application(AllVerbs.List).Run(args, Terminal.OfProcess()));

internal import AgentCommands
internal import Glibc

exit(await IhAgent.run(CommandLine.arguments))

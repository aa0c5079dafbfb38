using System;
using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Threading.Tasks;
using Amazon.Lambda.RuntimeSupport;

// NuGet has AWS's client as a library. This starts it as the program in AWS's image does.
internal static class Bootstrap
{
    private static Task Main(string[] arguments)
    {
        if (arguments.Length == 0)
        {
            // The image's build asks, to see that .NET starts.
            Console.WriteLine(Environment.Version);
            return Task.CompletedTask;
        }
        AssemblyLoadContext.Default.Resolving += FindBesideThis;
        return Run(arguments[0]);
    }

    // A method of its own: the client is looked for when what names it is compiled.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task Run(string handler)
    {
        return new RuntimeSupportInitializer(handler).RunLambdaBootstrap();
    }

    // The process has the function's list of assemblies, which does not name the client's.
    private static Assembly FindBesideThis(AssemblyLoadContext context, AssemblyName name)
    {
        var file = Path.Combine("/var/runtime", name.Name + ".dll");
        return File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
    }
}

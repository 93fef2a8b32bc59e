using System.Reflection;
using System.Text;
using Pipeline.Workflows.Model;

namespace Pipeline.Tests.Workflows;

/// <summary>The generator is used by builds that this repository does not know: what they see changes on purpose alone.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_API_is_the_one_that_was_agreed_on()
    {
        var agreed = Path.Combine(Repository.Root, "tests", "Pipeline.Tests", "Workflows", "PublicApi.txt");
        var found = Describe();
        var proposal = Path.Combine(Repository.Root, "artifacts", "PublicApi.txt");
        File.WriteAllText(proposal, found);

        found
            .Split('\n')
            .ShouldBe(
                File.ReadAllLines(agreed).Append(""),
                $"where the change is meant, put {proposal} in the place of {agreed}"
            );
    }

    [Fact]
    public void The_core_knows_nothing_of_catalogs_and_services()
    {
        var used = typeof(Workflow).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!);

        used.ShouldNotContain(name => name.StartsWith("Pipeline", StringComparison.Ordinal));
    }

    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static IEnumerable<Type> Types() =>
        typeof(Workflow).Assembly.GetExportedTypes().OrderBy(type => type.Name, StringComparer.Ordinal);

    private static string Describe()
    {
        var text = new StringBuilder();
        foreach (var type in Types())
        {
            text.Append(
                $"{Kind(type)} {type.Name}{(type.BaseType is { } parent && parent != typeof(object) && !type.IsEnum ? $" : {parent.Name}" : "")}\n"
            );
            foreach (var line in type.GetMembers(Own).Where(IsShown).Select(Describe).Order(StringComparer.Ordinal))
                text.Append($"  {line}\n");
        }

        return text.ToString();
    }

    private static string Kind(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : type.IsAbstract && type.IsSealed ? "static class"
        : $"{(type.IsAbstract ? "abstract " : "")}{(type.GetMethod("<Clone>$") is null ? "class" : "record")}";

    // What every record has says nothing.
    private static bool IsShown(MemberInfo member) =>
        member is not MethodInfo { IsSpecialName: true }
        && member.Name is not ("Equals" or "GetHashCode" or "ToString" or "Deconstruct" or "<Clone>$" or "value__");

    private static string Describe(MemberInfo member) =>
        member switch
        {
            ConstructorInfo constructor => $"new({Parameters(constructor)})",
            MethodInfo method => $"{Name(method.ReturnType)} {method.Name}({Parameters(method)})",
            PropertyInfo property =>
                $"{Name(property.PropertyType)} {property.Name}{(property.SetMethod is { IsPublic: true } ? " { get; set; }" : "")}",
            FieldInfo field => $"{Name(field.FieldType)} {field.Name}",
            _ => member.Name,
        };

    private static string Parameters(MethodBase method) =>
        string.Join(
            ", ",
            method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}")
        );

    private static string Name(Type type) =>
        type.IsGenericType
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : type.Name;
}

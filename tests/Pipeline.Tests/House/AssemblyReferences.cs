using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Pipeline.Tests.House;

/// <summary>Which types of the compiled assemblies refer to which, in signatures, bodies and attributes.</summary>
internal static class AssemblyReferences
{
    /// <summary>
    /// Each reference of a type to another one of the assemblies, by the outermost types' full names.
    /// </summary>
    public static IEnumerable<(string From, string To)> Of(IEnumerable<string> assemblies) =>
        assemblies
            .SelectMany(file => ModuleDefinition.ReadModule(file).GetTypes())
            .Where(type => Outermost(type).Namespace.StartsWith(nameof(Pipeline), StringComparison.Ordinal))
            .SelectMany(type =>
                Used(type)
                    .SelectMany(Parts)
                    .Select(Outermost)
                    .Where(used => used.Namespace.StartsWith(nameof(Pipeline), StringComparison.Ordinal))
                    .Select(used => (Outermost(type).FullName, used.FullName))
            )
            .Distinct();

    private static IEnumerable<TypeReference?> Used(TypeDefinition type) =>
        [
            type.BaseType,
            .. type.Interfaces.Select(one => one.InterfaceType),
            .. type.Fields.Select(field => field.FieldType),
            .. type.Properties.Select(property => property.PropertyType),
            .. Attributes(type),
            .. type.Fields.SelectMany(Attributes),
            .. type.Properties.SelectMany(Attributes),
            .. type.GenericParameters.SelectMany(Constraints),
            .. type.Methods.SelectMany(Used),
        ];

    private static IEnumerable<TypeReference?> Used(MethodDefinition method) =>
        [
            method.ReturnType,
            .. method.Parameters.Select(parameter => parameter.ParameterType),
            .. method.GenericParameters.SelectMany(Constraints),
            .. Attributes(method),
            .. method.HasBody ? Used(method.Body) : [],
        ];

    private static IEnumerable<TypeReference?> Used(MethodBody body) =>
        [
            .. body.Variables.Select(variable => variable.VariableType),
            .. body.ExceptionHandlers.Select(handler => handler.CatchType),
            .. body.Instructions.SelectMany(instruction => Used(instruction.Operand)),
        ];

    private static IEnumerable<TypeReference?> Used(object? operand) =>
        operand switch
        {
            TypeReference type => [type],
            FieldReference field => [field.DeclaringType, field.FieldType],
            MethodReference method =>
            [
                method.DeclaringType,
                method.ReturnType,
                .. method.Parameters.Select(parameter => parameter.ParameterType),
                .. method is GenericInstanceMethod generic ? generic.GenericArguments : [],
            ],
            _ => [],
        };

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider member) =>
        member.CustomAttributes.SelectMany(attribute =>
            attribute
                .ConstructorArguments.Concat(attribute.Properties.Select(property => property.Argument))
                .Select(argument => argument.Value)
                .OfType<TypeReference>()
                .Prepend(attribute.AttributeType)
        );

    private static IEnumerable<TypeReference> Constraints(GenericParameter parameter) =>
        parameter.Constraints.Select(constraint => constraint.ConstraintType);

    // An array of X refers to X, and an X of Y to both.
    private static IEnumerable<TypeReference> Parts(TypeReference? type) =>
        type switch
        {
            null or GenericParameter => [],
            GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Prepend(generic.ElementType),
            TypeSpecification specification => Parts(specification.ElementType),
            _ => [type],
        };

    private static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }
}
